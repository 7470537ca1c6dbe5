import type { PeerPlace } from '../../../suite/client/posture.ts';
import { type Arrival, serverOf } from '../arrival.ts';
import type { Played, Stimulus } from '../played.ts';
import { broken, type ClientResult, kept, unseen } from './result.ts';

/**
 * Each proof has the newest nonce that its server gave before. A request that began before the answer had come cannot know it, so
 * only tasks with one request after the other are judged so.
 */
export function usesNewestNonce(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = 'the newest nonce of the server in each proof';
  const server = serverOf(at);
  let newest: string | undefined;
  let seen = 0;
  const own = arrivals.filter((one) => one.server === server);
  for (const arrival of own) {
    if (newest !== undefined && arrival.proof !== undefined) {
      seen += 1;
      const { nonce } = arrival.proof.payload;
      if (nonce !== newest) {
        const got = nonce === undefined ? 'a proof without a nonce' : 'a proof with an older or unknown nonce';
        const hasNone = own.every(({ proof }) => proof?.payload['nonce'] === undefined);
        return { ...broken(expected, got, arrival.id), ...(hasNone ? { stopped: true as const } : {}) };
      }
    }
    newest = arrival.nonces.at(-1) ?? newest;
  }
  return seen === 0 ? unseen(expected, 'no proof after a nonce was given') : kept(expected, `${seen} proofs with it`);
}

/** A nonce is opaque: it is copied octet for octet, or nothing follows. */
export function copiesNonce(at: PeerPlace, { first, after }: Stimulus): ClientResult {
  const expected = 'the nonce as it was given';
  const next = after.find(({ server, proof }) => server === serverOf(at) && proof !== undefined);
  const nonce = next?.proof?.payload['nonce'];
  if (next === undefined) return { ...broken(expected, 'no further proof'), stopped: true };
  if (nonce === undefined) return { ...broken(expected, 'a proof without a nonce', next.id), stopped: true };
  if (typeof nonce === 'string' && first.nonces.includes(nonce)) return kept(expected, 'just that', next.id);
  return broken(expected, JSON.stringify(nonce).slice(0, 80), next.id);
}

/** A nonce of one server in a proof for another, or the nonce of OpenID Connect in any. */
export function ownNonces({ arrivals }: Played): ClientResult {
  const expected = 'only nonces that this very server gave';
  const foreign = arrivals.find((arrival, index) => isCrossed(arrival, arrivals.slice(0, index)));
  if (foreign !== undefined) return broken(expected, 'a nonce of another server or purpose', foreign.id);
  const lent = arrivals.find((arrival, index) => isLent(arrival, arrivals.slice(0, index)));
  if (lent !== undefined) return broken(expected, 'a nonce of DPoP as that of OpenID Connect', lent.id);
  const used = arrivals.filter(({ proof }) => typeof proof?.payload['nonce'] === 'string').length;
  if (used > 0) return kept(expected, `${used} proofs with such a nonce`);
  return { ...unseen(expected, 'no proof with a nonce'), stopped: true };
}

/** An authorization request whose nonce is one that a server gave for proofs (RFC 9449 §9). */
function isLent({ place, form, query }: Arrival, before: readonly Arrival[]): boolean {
  const nonce = form.get('nonce') ?? query.get('nonce');
  const isRequest = place === 'par' || place === 'authorization';
  return isRequest && nonce !== null && before.some(({ nonces }) => nonces.includes(nonce));
}

export function isCrossed({ server, proof }: Arrival, before: readonly Arrival[]): boolean {
  const nonce = proof?.payload['nonce'];
  if (typeof nonce !== 'string') return false;
  const isOwn = before.some((one) => one.server === server && one.nonces.includes(nonce));
  if (isOwn) return false;
  return before.some(
    (one) => one.nonces.includes(nonce) || one.form.get('nonce') === nonce || one.query.get('nonce') === nonce,
  );
}
