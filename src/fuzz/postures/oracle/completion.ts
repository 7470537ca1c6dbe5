import type { Ability } from '../../../plan/ability.ts';
import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import type { PeerPlace } from '../../../suite/client/posture.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { type Demand, one } from './demand.ts';
import { challengeOf, isSmooth, isTypeSpelling } from './lawful-answers.ts';

type Server = { readonly places: readonly PeerPlace[]; readonly claims: Ability; readonly retry: string };

const as: Server = { places: ['token', 'par'], claims: 'nonce.as', retry: 'RFC9449-8-12' };
const rs: Server = { places: ['resource', 'resource2'], claims: 'nonce.rs', retry: 'RFC9449-9-10' };

/**
 * Where nothing is unusual but nonces and spellings, a client that claims nonces reaches its end, and takes the newest. One request
 * after the other: of parallel ones nobody can say which nonce they know.
 */
export function completion({ task, posture }: Scene): readonly Demand[] {
  const isInTurn = task.steps.every(
    (step) => step.do !== 'calls-of-two' && (step.do !== 'call' || (step.parallel === 1 && step.stream !== true)),
  );
  const server = [as, rs].find(({ places }) => posture.length > 0 && posture.every(({ at }) => places.includes(at)));
  if (server === undefined || !isInTurn || !posture.every(isSmooth) || !isOneAtATime(posture)) return [];
  return [...reachesEnd({ task, posture }, server), ...takesNewest(posture)].map((demand) => ({
    ...demand,
    claims: server.claims,
  }));
}

/** A demand that does not depend on the nonce of the request comes alone: two in a row may be too many for a client. */
function isOneAtATime(posture: Scene['posture']): boolean {
  const demands = posture.filter(({ give }) => give.some(({ op }) => op === 'demand-nonce'));
  return demands.length < 2 || demands.every(({ nth }) => nth === undefined);
}

function reachesEnd({ task, posture }: Scene, server: Server): readonly Demand[] {
  const last = task.steps.findLast((step) => step.do === 'call');
  const rows = distinctRows(posture, server);
  const [row, other] = rows;
  if (last === undefined || row === undefined || other !== undefined) return [];
  const { requirement, atMost } = row;
  const milder = { isStopLawful: true as const, ...(atMost === undefined ? {} : { atMost }) };
  return [
    one('gets to its end', requirement, [
      ...retriesIn(posture).map((that) => ({ that, ...milder })),
      { that: { see: 'completes', at: last.at }, ...milder },
    ]),
  ];
}

/** The next request there is the same one again: nothing else is asked meanwhile. */
function retriesIn(posture: Scene['posture']) {
  return posture.flatMap(({ at, give }, rule) =>
    give.some(({ op }) => op === 'demand-nonce') ? [{ see: 'retries' as const, at, rule }] : [],
  );
}

type Row = { readonly requirement: string; readonly atMost?: 'warn' };

/** What a client would break that does not get to its end. Where it could be one of several, nothing is said. */
function distinctRows(posture: Scene['posture'], server: Server): readonly Row[] {
  const special = posture.flatMap(({ at, give }) => give.flatMap((op) => specialRow(at, op) ?? []));
  const demands = posture.filter(({ give }) => give.some(({ op }) => op === 'demand-nonce'));
  const usual = demands.map(({ at }): Row => ({ requirement: at === 'par' ? 'RFC9449-10.1-10' : server.retry }));
  const rows = special.length > 0 ? special : usual;
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function specialRow(at: PeerPlace, op: AnswerOp): Row | undefined {
  if (op.op === 'challenge') {
    const { requirement, atMost } = challengeOf(op) ?? { requirement: rs.retry };
    return { requirement, ...(atMost === undefined ? {} : { atMost }) };
  }
  if (op.op === 'field-name' || (op.op === 'nonce' && op.name !== 'DPoP-Nonce'))
    return { requirement: 'RFC9110-5.1-C1' };
  return isTypeSpelling(at, op) ? { requirement: 'RFC9449-5-15' } : undefined;
}

/** What a server gives at one place counts there from then on. */
function takesNewest(posture: Scene['posture']): readonly Demand[] {
  const [at, other] = [...new Set(posture.map((rule) => rule.at))];
  if (at === undefined || at === 'par' || other !== undefined) return [];
  // A spelling that is not found is the matter of its own rule.
  if (posture.some(({ give }) => give.some((op) => specialRow(at, op) !== undefined))) return [];
  return [
    one('uses the newest nonce', 'RFC9449-8.2-01', [{ that: { see: 'uses-newest-nonce', at }, isStopLawful: true }]),
  ];
}
