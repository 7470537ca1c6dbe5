import type { Bench } from '../bench/bench.ts';
import { createMutex } from '../bench/mutex.ts';
import type { Session } from '../bench/session.ts';
import type { Sent } from '../exchange/sent.ts';
import type { Op } from '../plan/ops.ts';
import { roleOf } from '../suite/catalogue.ts';
import { nonceOf } from '../verdict/answer.ts';
import { probe } from './probe.ts';

export const withoutNonce: readonly Op[] = [{ op: 'nonce', from: 'none' }];

/**
 * Learns the nonce policy of a place (RFC 9449 §8, §9). Sends the lawful request without a nonce, then with the nonce that
 * the answer supplied, then with the same nonce again, and at last without one again.
 * @returns the answer that shows whether the lawful request is accepted
 */
export async function learnNonces(bench: Bench, place: 'token' | 'par' | 'resource', session: Session): Promise<Sent> {
  const first = await probe(bench, place, session, withoutNonce);
  const supplied = first.exchange.response === undefined ? undefined : nonceOf(first.exchange.response);
  const { class: kind } = first.outcome;
  const isDemanded = kind === 'challenged' || (kind !== 'accepted' && supplied !== undefined);
  const policy = isDemanded ? 'required' : supplied === undefined ? 'none' : 'offered';
  bench.facts.nonce[place] = policy;
  if (supplied === undefined) return first;
  const second = await probe(bench, place, session);
  if (second.outcome.class !== 'accepted') return policy === 'offered' ? first : second;
  const third = await probe(bench, place, session, [{ op: 'claim-set', name: 'nonce', value: supplied }]);
  if (third.outcome.class !== 'accepted') bench.serial.set(roleOf(place), createMutex());
  // A server may demand what it has offered (RFC 9449 §11.3).
  const last = policy === 'offered' ? await probe(bench, place, session, withoutNonce) : undefined;
  if (last?.outcome.class === 'accepted') bench.facts.nonceOptional.add(place);
  return second;
}
