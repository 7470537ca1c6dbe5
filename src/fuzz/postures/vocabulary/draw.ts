import fc from 'fast-check';
import * as z from 'zod';
import { AnswerOp } from '../../../suite/client/answer-ops.ts';
import { PostureRule } from '../../../suite/client/posture.ts';
import type { Task } from '../../../suite/client/task.ts';
import { type Schema } from '../../plans/schema-words.ts';
import { drawnFrom } from './from-schema.ts';
import { wordsFor } from './words.ts';
import {
  conditions,
  type FuzzedPlace,
  isOpFor,
  opsWorthTrying,
  placesOf,
  placeWeights,
  posturesWorthTrying,
  rulesWorthTrying,
} from './worth-trying.ts';

/** What one playing of fuzzing asks a client, and how it answers. */
export type Scene = { readonly task: Task; readonly posture: readonly PostureRule[] };

const mostRules = 3;
const mostOps = 3;

/** Scenes of few rules, mostly of one. Without clock and random text, so that the same seed gives the same list. */
export function scenes(tasks: readonly Task[]): fc.Arbitrary<Scene> {
  return fc.oneof(...tasks.map((task) => fc.record({ task: fc.constant(task), posture: posturesFor(task) })));
}

/** Tasks with which each of those is tried: the simplest ones do. */
const tasksEach = 3;

/** All that there is a reason for, each alone with some tasks: a fixed list, in a fixed order. */
export function listedScenes(tasks: readonly Task[]): readonly Scene[] {
  const tried = new Map<string, number>();
  return tasks.flatMap((task) =>
    posturesWorthTrying(task).flatMap((posture) => {
      const key = JSON.stringify(posture);
      const times = tried.get(key) ?? 0;
      tried.set(key, times + 1);
      return times < tasksEach ? [{ task, posture }] : [];
    }),
  );
}

function posturesFor(task: Task): fc.Arbitrary<readonly PostureRule[]> {
  const rule = fc.oneof(...placesOf(task).map((at) => ({ weight: placeWeights[at], arbitrary: ruleAt(at) })));
  const few = (count: number) => fc.array(rule, { minLength: 1, maxLength: count });
  return fc.oneof(
    { weight: 5, arbitrary: few(1) },
    { weight: 4, arbitrary: few(2) },
    { weight: 2, arbitrary: few(mostRules) },
    { weight: 3, arbitrary: fc.constantFrom(...posturesWorthTrying(task)) },
  );
}

function ruleAt(at: FuzzedPlace): fc.Arbitrary<PostureRule> {
  const known = rulesWorthTrying(at);
  if (known.length === 0) return anyRuleAt(at);
  return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...known) }, { weight: 3, arbitrary: anyRuleAt(at) });
}

function anyRuleAt(at: FuzzedPlace): fc.Arbitrary<PostureRule> {
  const op = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...opsWorthTrying(at)) },
    { weight: 4, arbitrary: fc.oneof(...opSchemas.flatMap((schema) => opArbitrary(schema, at) ?? [])) },
  );
  return fc
    .record({
      nth: rarely(memberArbitrary('nth')),
      when: rarely(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...conditions) }, memberArbitrary('when'))),
      give: fc.oneof(
        { weight: 5, arbitrary: fc.array(op, { minLength: 1, maxLength: 1 }) },
        { weight: 2, arbitrary: fc.array(op, { minLength: 1, maxLength: mostOps }) },
      ),
    })
    .map(({ nth, when, give }) =>
      // What the schema does not allow cannot be drawn: a finding has to be a case.
      PostureRule.parse({
        at,
        give,
        ...(nth === undefined ? {} : { nth }),
        ...whenAt(at, when),
      }),
    );
}

/** Only token requests have a grant. */
function whenAt(at: FuzzedPlace, drawn: unknown): object {
  if (typeof drawn !== 'object' || drawn === null) return {};
  const when = Object.fromEntries(Object.entries(drawn).filter(([name]) => name !== 'grant' || at === 'token'));
  return Object.keys(when).length === 0 ? {} : { when };
}

/** Shrinks to leaving it out. */
function rarely(drawn: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const none = { weight: 2, arbitrary: fc.constant(undefined) };
  return fc.oneof({ withCrossShrink: true }, none, { weight: 1, arbitrary: drawn });
}

const opSchemas: readonly Schema[] = z.toJSONSchema(AnswerOp, { io: 'input' }).oneOf ?? [];
const ruleSchema = z.toJSONSchema(PostureRule, { io: 'input' });

function memberArbitrary(name: string): fc.Arbitrary<unknown> {
  return drawnFrom((ruleSchema.properties?.[name] ?? {}) as Schema, name, wordsFor);
}

/** An op as the schema has it; nothing where it says nothing at that place. */
function opArbitrary(schema: Schema, at: FuzzedPlace): fc.Arbitrary<AnswerOp> | undefined {
  const named = AnswerOp.options.find(({ shape }) => shape.op.value === nameOf(schema));
  if (named === undefined || !isOpFor(at, { op: named.shape.op.value })) return undefined;
  return drawnFrom(schema, nameOf(schema), wordsFor)
    .filter((op) => AnswerOp.safeParse(op).success)
    .map((op) => AnswerOp.parse(op));
}

function nameOf({ properties }: Schema): string {
  return String((properties?.['op'] as Schema | undefined)?.const);
}
