import { defined } from '../../defined.ts';
import { createHash } from 'node:crypto';
import { describeOp } from '../../plan/describe.ts';
import type { Op } from '../../plan/ops.ts';
import type { Case, ExchangeSpec, Fault } from '../../suite/schema.ts';
import { addsProof } from '../oracle/request-ruling.ts';
import type { Sighting } from './sighting.ts';
import { isTokenOp } from '../plans/token-ops.ts';

/** A row for what no rule of the RFCs names: a server error, and the refusal of a proof that breaks nothing. */
const ownRows = { crash: 'PM-ROBUST', lawful: 'PM-LAWFUL' } as const;

type Shown = Omit<Sighting, 'kind' | 'outcome' | 'origin'>;

/**
 * A sighting as a case of the suite language: what `run` takes, what is confirmed, replayed and saved. Its id follows from
 * place and plan, so that the same finding has the same name in every campaign.
 */
export function caseOf(shown: Shown): Case {
  const sighting = withoutKeyOfItsOwn(shown);
  const { place, session, ops, surprise, requirements, isDoubtful, fault } = sighting;
  const lawful = lawfulPart(sighting);
  const isMinted = ops.some(isTokenOp);
  const shared: Op[] = [...(isMinted ? [{ op: 'minted-token' } as const] : []), ...lawful];
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
    ...(isMinted ? { needs: ['minting'] } : {}),
    ...(isDoubtful ? { atMost: 'warn' } : {}),
    ...defined({ fault: surprise === 'accepted' ? faultOf(requirements) : fault }),
    exchanges: [
      {
        delta: ops.filter((op) => !lawful.includes(op)),
        ...(shared.length === 0 ? {} : { with: shared }),
        expect: expectationOf(sighting),
        ...checksOf(sighting),
      },
    ],
  };
}

/**
 * A server that crashes because of a kind of key crashes with the lawful twin too, if the twin has the same one. Where no
 * token is bound to it, the key is a change like any other.
 */
function withoutKeyOfItsOwn(sighting: Shown): Shown {
  const { place, surprise, ops, session } = sighting;
  const { alg, rsaBits, keyKind, ...others } = session;
  const isPlain = alg === undefined && rsaBits === undefined && keyKind === undefined;
  if (surprise !== 'crashed' || place === 'resource' || isPlain || ops.some(({ op }) => op === 'key')) return sighting;
  const key: Op = {
    op: 'key',
    use: 'other',
    ...defined({ alg, rsaBits, kind: keyKind }),
  };
  return { ...sighting, session: others, ops: [key, ...ops] };
}

/** What the lawful twin does too: it goes to the same place; and it goes without a proof where that is what is added. */
function lawfulPart({ surprise, ops }: Shown): readonly Op[] {
  if (surprise === 'refused') return addsProof(ops) ? ops.slice(0, 1) : [];
  const around = ops.filter(({ op }) => op === 'method' || op === 'query');
  return surprise === 'accepted' && around.length < ops.length ? around : [];
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
function titleOf({ surprise, session, ops }: Shown): string {
  const changes = [...Object.entries(session).map(([name, value]) => `${name} ${value}`), ...ops.map(describeOp)];
  const change = changes.length === 0 ? 'nothing is changed' : changes.join('; ');
  const title = `${demands[surprise]}: ${change}`.replaceAll(/\s+/g, ' ');
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1)}…`;
}

function kindOf({ surprise }: Shown): string {
  return surprise === 'accepted' || surprise === 'refused' ? surprise : 'crash';
}

function rowsOf({ surprise, requirements }: Shown): readonly string[] {
  if (surprise === 'accepted') return requirements;
  if (surprise === 'refused') return [...requirements, ownRows.lawful];
  return [ownRows.crash];
}

function expectationOf({ surprise }: Shown): ExchangeSpec['expect'] {
  if (surprise === 'accepted') return 'refuse';
  return surprise === 'refused' ? 'accept' : 'observe';
}

function checksOf({ surprise }: Shown): Pick<ExchangeSpec, 'checks'> {
  return surprise === 'slow' ? { checks: [{ requirement: ownRows.crash, that: { check: 'answered-in-time' } }] } : {};
}

/** Which error codes name the fault; the proof, where nothing else is at fault. */
export function faultOf([main = '']: readonly string[]): Fault {
  if (main === 'RFC9449-4.3-12e') return 'binding';
  if (main === 'RFC9449-5.2-01') return 'proof-missing';
  if (main === 'RFC9449-3-01' || main === 'RFC9126-2.1-01') return 'client';
  if (main === 'RFC9449-4-02' || main === 'RFC9449-3-03') return 'access-token';
  if (main === 'RFC9728-2-02') return 'credentials';
  if (/^RFC9449-7\.[12]-/.test(main)) return main === 'RFC9449-7.1-02' ? 'proof-missing' : 'credentials';
  return main === 'RFC9449-4.3-10' || main === 'RFC9449-11.3-01' ? 'nonce' : 'proof';
}
