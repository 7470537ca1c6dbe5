import * as z from 'zod';
import { formattedJson } from '../document/formatted-json.ts';
import { Op } from '../plan/ops.ts';
import { KeyKind, PlanValue, SigningAlg, SymbolicValue } from '../plan/values.ts';
import { TokenRef } from '../plan/token-ref.ts';
import { Ability } from '../plan/ability.ts';
import { Check } from './checks.ts';
import { AnswerOp } from './client/answer-ops.ts';
import { ClientCheck, ClientWatchCheck } from './client/client-check.ts';
import { PeerPlace, Posture, PostureRule } from './client/posture.ts';
import { ClientCase, ClientWatch } from './client/schema.ts';
import { Task } from './client/task.ts';
import { Need } from './need.ts';
import { Case, ExchangeSpec, Fault, Place, SessionSpec, Suite, Watch } from './schema.ts';

/** The JSON Schema (draft 2020-12) of suites in JSON files: the text of `suites/suite.schema.json`. */
export function suiteJsonSchema(): string {
  const schema = z.toJSONSchema(Suite, {
    io: 'input',
    metadata: names(),
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema)?.description ?? descriptions.get(zodSchema);
      if (description !== undefined) Object.assign(jsonSchema, { description });
    },
  });
  const { $schema, ...rest } = schema;
  return formattedJson({ $schema, title: 'Proofmark suite', ...rest });
}

/** Gives a name to each schema that is used in several places, so that it is written once. */
function names(): z.core.$ZodRegistry<{ id?: string | undefined }> {
  const registry = z.registry<{ id?: string | undefined }>();
  const schemas = {
    Case,
    Check,
    ExchangeSpec,
    KeyKind,
    Need,
    Op,
    Place,
    PlanValue,
    SessionSpec,
    SigningAlg,
    SymbolicValue,
  };
  const ofClients = {
    Ability,
    AnswerOp,
    ClientCase,
    ClientCheck,
    ClientWatch,
    ClientWatchCheck,
    PeerPlace,
    Posture,
    PostureRule,
    Task,
  };
  for (const [id, schema] of Object.entries({ ...schemas, TokenRef, Watch, ...ofClients }))
    registry.add(schema, { id });
  return registry;
}

/** Descriptions of schemas that are used in several places and so have no description there. */
const descriptions: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [Suite, 'Cases and watches about one subject, as data.'],
  [Case, 'One thing that a server has to do, and how to see it.'],
  [Watch, 'A rule that every answer of the run has to keep.'],
  [ExchangeSpec, 'One request: the lawful one of its place, changed, and what has to come of it.'],
  [Fault, 'What is wrong with a request that has to be refused; it decides which error codes name the fault.'],
  [SessionSpec, 'The client, key and grant of the case.'],
  [Op, 'One change of a lawful proof or request.'],
  [Check, 'A statement about one answer.'],
  [ClientCase, 'One thing that a client under test has to do, and the answers that it is given.'],
  [ClientWatch, 'A rule that every request of a client under test has to keep.'],
  [
    Posture,
    'How the servers behave: the first rule that fits a request answers it; where none does, the answer is lawful.',
  ],
  [PostureRule, 'Where, which time and when the answer differs from the lawful one, and how.'],
  [AnswerOp, 'One change of a lawful answer.'],
  [Task, 'What a client is asked to do, with a new key and new servers.'],
  [PlanValue, 'A JSON value, or a symbolic one, which is known when the request is made.'],
]);
