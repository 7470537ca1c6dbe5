import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import type { Session } from '../bench/session.ts';
import { planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import { borneOut } from '../exchange/steadily.ts';
import type { Sent } from '../exchange/sent.ts';
import type { Op } from '../plan/ops.ts';
import type { Place } from '../suite/schema.ts';

/** Sends a request of the preflight: lawful but for the ops. */
export async function probe(bench: Bench, place: Place, session: Session, ops: readonly Op[] = []): Promise<Sent> {
  const answerChallenges = !ops.some((op) => op.op === 'nonce' || op.op === 'claim-set');
  const isChanged = !ops.every(isLawful);
  const patience = isChanged && isHanging(bench, session.resource?.url) ? bench.pulse.patience() : undefined;
  const options = { instance: 'preflight', ops, answerChallenges, ...defined({ patience }) };
  const plan = planFor({ bench, place, session }, options);
  const sent = await (isChanged
    ? send(plan)
    : borneOut({ bench, place, least: 2 }, (again) => send({ ...plan, ...again })));
  if (sent.outcome.class !== 'failed') return sent;
  const isAwake = bench.pulse.usual() > 0;
  if (isChanged && isAwake && isTimeout(sent)) return noteHanging(bench, sent);
  // A server that has just been started may be slow to answer for the first time.
  const later = await send(plan);
  return !isAwake && isTimeout(sent) && isTimeout(later) ? noteHanging(bench, later) : later;
}

/** Whether a server is known to let requests hang. */
export function isHanging({ facts }: Bench, url: string | undefined): boolean {
  return url !== undefined && facts.hanging.has(URL.parse(url)?.origin ?? '');
}

function isTimeout({ exchange: { failure } }: Sent): boolean {
  return failure?.kind === 'timeout';
}

function noteHanging(bench: Bench, sent: Sent): Sent {
  bench.facts.hanging.add(URL.parse(sent.exchange.request.url)?.origin ?? '');
  return sent;
}

/** What may be taken with such a change is not concluded from one refusal: one node of several may have given it. */
function isLawful({ op }: Op): boolean {
  return op === 'nonce' || op === 'dpop-lines';
}

const plainRequests: Partial<Record<Place, string>> = {
  token: 'a plain token request with a valid proof',
  par: 'a plain pushed authorization request with a valid proof',
  resource: 'a plain request with a bound token and a valid proof',
};

/** What was sent and how it was answered, as a sentence for the report. */
export function refusalText(place: Place, { outcome }: Sent): string {
  return `${plainRequests[place] ?? 'a plain lawful request'} was not accepted: ${outcome.text}`;
}
