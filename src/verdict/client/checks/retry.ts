import type { PeerPlace } from '../../../suite/client/posture.ts';
import { type Arrival, grantMembers } from '../arrival.ts';
import { isSuccess, type Played, type Stimulus } from '../played.ts';
import { broken, type ClientResult, kept, unseen } from './result.ts';

/** The request comes again with what was demanded. Only the demand and the next request there count. */
export function retries(at: PeerPlace, { first, after }: Stimulus): ClientResult {
  const expected = 'the same request again, with the nonce that was demanded, a new jti and the same grant';
  const later = after.filter(({ place }) => place === at);
  const [next] = later;
  if (next === undefined) return { ...broken(expected, 'no further request there', first.id), stopped: true };
  const fault = whyNoRetry(first, next);
  return fault === undefined ? kept(expected, 'just that', next.id) : broken(expected, fault, next.id);
}

function whyNoRetry(first: Arrival, next: Arrival): string | undefined {
  const { proof } = next;
  if (proof === undefined) return 'a request without a proof that can be read';
  const nonce = proof.payload['nonce'];
  if (typeof nonce !== 'string' || !first.nonces.includes(nonce))
    return nonce === undefined ? 'a proof without a nonce' : 'a proof with another nonce';
  if (proof.payload['jti'] === first.proof?.payload['jti']) return 'the same jti once more';
  if (next.method !== first.method) return `the method ${next.method} in place of ${first.method}`;
  const changed = ['grant_type', ...grantMembers, 'code_verifier'].find(
    (name) => next.form.get(name) !== first.form.get(name),
  );
  return changed === undefined ? undefined : `another ${changed}`;
}

/** What was refused for good is not asked again: at most so many requests follow. */
export function stops(at: PeerPlace, within: number, { first, after }: Stimulus): ClientResult {
  const expected = within === 0 ? 'no further request there' : `at most ${within} further requests there`;
  const later = after.filter((one) => one.place === at && isSameGrant(first, one));
  const surplus = later[within];
  return surplus === undefined
    ? kept(expected, `${later.length}`)
    : broken(expected, `${later.length} further requests`, surplus.id);
}

function isSameGrant(first: Arrival, other: Arrival): boolean {
  const tokens = ({ presented }: Arrival): string => presented.map(({ token }) => token).join(' ');
  // A client that gets another token first does not ask the same again.
  if (tokens(first) !== tokens(other)) return false;
  return ['grant_type', ...grantMembers].every((name) => first.form.get(name) === other.form.get(name));
}

export function endsWithin(at: PeerPlace, requests: number, played: Played, { first, after }: Stimulus): ClientResult {
  const count = [first, ...after].filter(({ place }) => place === at).length;
  const expected = `at most ${requests} requests, and then an end`;
  const isCut = count >= 45 || played.words.some(({ silent }) => silent === true);
  const got = `${count} requests${isCut ? ', and the client did not stop by itself' : ''}`;
  return count <= requests && !isCut ? kept(expected, got) : broken(expected, got, first.id);
}

/** After the rule has answered, a request there is answered with 2xx. */
export function completes(at: PeerPlace, played: Played, stimulus: Stimulus | undefined): ClientResult {
  const expected = `a 2xx answer from ${at}`;
  const later = stimulus === undefined ? played.arrivals : [stimulus.first, ...stimulus.after];
  const there = later.filter(({ place }) => place === at);
  const done = there.find(({ status }) => isSuccess(status));
  if (done !== undefined) return kept(expected, `${done.status}`, done.id);
  const last = there.at(-1);
  if (last === undefined) return { ...broken(expected, 'no request there', stimulus?.first.id), stopped: true };
  const got = last.wasCut ? 'a connection that was cut' : `${last.status}`;
  return { ...broken(expected, got, last.id), ...(last === stimulus?.first ? { stopped: true as const } : {}) };
}

export function answeredAll(at: PeerPlace, count: number, { arrivals }: Played): ClientResult {
  const there = arrivals.filter(({ place }) => place === at);
  const done = there.filter(({ status }) => isSuccess(status)).length;
  const expected = `${count} requests to ${at} that are answered with 2xx`;
  const got = `${done} of ${there.length} requests`;
  if (done >= count) return kept(expected, got);
  return { ...broken(expected, got, there.at(-1)?.id), ...(there.length <= count ? { stopped: true as const } : {}) };
}

/** A body from a stream that can be read once is sent whole, or not at all. */
export function wholeBody(at: PeerPlace, body: string, { first, after }: Stimulus): ClientResult {
  const expected = 'the whole body each time';
  const again = after.filter(({ place, method }) => place === at && method === first.method);
  const other = [first, ...again].find((one) => one.body !== body);
  if (other !== undefined)
    return broken(expected, `a body of ${other.body.length} characters in place of ${body.length}`, other.id);
  return again.length === 0 ? unseen(expected, 'the request was not made again') : kept(expected, 'the whole body');
}
