import { createHash } from 'node:crypto';
import { describeOp } from '../plan/describe.ts';
import type { Case, ExchangeSpec, Fault } from '../suite/schema.ts';
import type { Sighting } from './sighting.ts';

/** A row for what no rule of the RFCs names: a server error, and the refusal of a proof that breaks nothing. */
const ownRows = { crash: 'PM-ROBUST', lawful: 'PM-LAWFUL' } as const;

/**
 * A sighting as a case of the suite language: what `run` takes, what is confirmed, replayed and saved. Its id follows from
 * place and plan, so that the same finding has the same name in every campaign.
 */
export function caseOf(sighting: Sighting): Case {
  const { place, session, ops, surprise, requirements, isDoubtful } = sighting;
  const digest = createHash('sha256')
    .update(JSON.stringify([place, kindOf(sighting), ops, session]))
    .digest('hex');
  return {
    id: `fuzz-${digest.slice(0, 10)}`,
    title: titleOf(sighting),
    requirements: [...rowsOf(sighting)],
    at: [place],
    ...(sighting.subject === undefined ? {} : { each: true }),
    ...(Object.keys(session).length === 0 ? {} : { session }),
    ...(isDoubtful ? { atMost: 'warn' } : {}),
    ...(surprise === 'accepted' ? { fault: faultOf(requirements) } : {}),
    exchanges: [{ delta: [...ops], expect: expectationOf(sighting), ...checksOf(sighting) }],
  };
}

const demands = {
  accepted: 'rejects a request changed thus',
  refused: 'accepts a request that breaks no rule',
  crashed: 'answers without a server error a request changed thus',
  silent: 'answers a request changed thus',
  slow: 'answers in good time a request changed thus',
} as const;

const longestTitle = 200;

/** What a correct server does, the target as its subject. */
function titleOf({ surprise, session, ops }: Sighting): string {
  const changes = [...Object.entries(session).map(([name, value]) => `${name} ${value}`), ...ops.map(describeOp)];
  const change = changes.length === 0 ? 'nothing is changed' : changes.join('; ');
  const title = `${demands[surprise]}: ${change}`.replaceAll(/\s+/g, ' ');
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1)}…`;
}

function kindOf({ surprise }: Sighting): string {
  return surprise === 'accepted' || surprise === 'refused' ? surprise : 'crash';
}

function rowsOf({ surprise, requirements }: Sighting): readonly string[] {
  if (surprise === 'accepted') return requirements;
  if (surprise === 'refused') return [...requirements, ownRows.lawful];
  return [ownRows.crash];
}

function expectationOf({ surprise }: Sighting): ExchangeSpec['expect'] {
  if (surprise === 'accepted') return 'refuse';
  return surprise === 'refused' ? 'accept' : 'observe';
}

function checksOf({ surprise }: Sighting): Pick<ExchangeSpec, 'checks'> {
  return surprise === 'slow' ? { checks: [{ requirement: ownRows.crash, that: { check: 'answered-in-time' } }] } : {};
}

/** Which error codes name the fault; the proof, where nothing else is at fault. */
export function faultOf([main = '']: readonly string[]): Fault {
  if (main === 'RFC9449-4.3-12e') return 'binding';
  if (main === 'RFC9449-5.2-01') return 'proof-missing';
  if (main === 'RFC9449-3-01' || main === 'RFC9126-2.1-01') return 'client';
  if (/^RFC9449-(4-02|3-03)/.test(main)) return 'access-token';
  if (/^RFC9449-7\.[12]-/.test(main)) return main === 'RFC9449-7.1-02' ? 'proof-missing' : 'credentials';
  return main === 'RFC9449-4.3-10' || main === 'RFC9449-11.3-01' ? 'nonce' : 'proof';
}
