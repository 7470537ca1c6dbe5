import type { Bench } from '../bench/bench.ts';
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
  const plan = planFor({ bench, place, session }, { instance: 'preflight', ops, answerChallenges });
  const sent = await (ops.every(isLawful)
    ? borneOut({ bench, place, least: 2 }, (again) => send({ ...plan, ...again }))
    : send(plan));
  // A server that has just been started may be slow to answer for the first time.
  return sent.outcome.class === 'failed' ? send(plan) : sent;
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
