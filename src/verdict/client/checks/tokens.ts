import { createHash } from 'node:crypto';
import type { PeerPlace } from '../../../suite/client/posture.ts';
import { type Arrival, grantMembers, payloadIn, tokensGiven } from '../arrival.ts';
import type { Played, Stimulus } from '../played.ts';
import { broken, type ClientResult, kept, unseen } from './result.ts';

/** A token that the rule gave goes to no resource; or the code of a callback to no token endpoint. */
export function notUsed(what: 'token' | 'code', { arrivals }: Played, { first }: Stimulus): ClientResult {
  if (what === 'code') {
    const sent = arrivals.find(({ place, form }) => place === 'token' && form.get('code') !== null);
    const expected = 'no token request with the code';
    return sent === undefined ? kept(expected, 'none') : broken(expected, 'a token request', sent.id);
  }
  const token = first.answer['access_token'];
  const use = arrivals.find(({ presented }) => presented.some((one) => one.token === token));
  const expected = 'no request with that token';
  return use === undefined ? kept(expected, 'none') : broken(expected, `a request to ${use.place}`, use.id);
}

export function ownToken({ arrivals }: Played): ClientResult {
  const expected = 'only tokens that this run was given';
  const given = new Set(tokensGiven(arrivals).map(({ token }) => token));
  const calls = arrivals.filter(({ presented, place }) => presented.length > 0 && place !== 'token');
  const other = calls.find(({ presented }) => presented.some(({ token }) => !given.has(token)));
  if (other !== undefined) return broken(expected, 'another token', other.id);
  return calls.length === 0 ? unseen(expected, 'no request with a token') : kept(expected, `${calls.length} requests`);
}

export function sameKey({ arrivals }: Played): ClientResult {
  const expected = 'one key for all proofs';
  // A proof with a request for metadata is for no token, and may have any key.
  const proofs = arrivals.filter(({ proof, place }) => proof?.jkt !== undefined && place !== 'metadata');
  const [first] = proofs;
  const other = proofs.find(({ proof }) => proof?.jkt !== first?.proof?.jkt);
  if (other !== undefined) return broken(expected, 'a proof of another key', other.id);
  return proofs.length < 2
    ? unseen(expected, `${proofs.length} proofs`)
    : kept(expected, `${proofs.length} proofs of one key`);
}

export function newestToken({ arrivals }: Played): ClientResult {
  const expected = 'the new token after each refresh';
  const given = tokensGiven(arrivals);
  const last = given.at(-1);
  if (given.length < 2 || last === undefined) return { ...unseen(expected, 'there was no refresh'), stopped: true };
  const calls = arrivals.slice(last.at + 1).filter(({ presented }) => presented.length > 0);
  const old = calls.find(({ presented }) => presented.some(({ token }) => token !== last.token));
  if (old !== undefined) return broken(expected, 'an older token', old.id);
  const digest = createHash('sha256').update(last.token).digest('base64url');
  const other = calls.find(({ proof }) => proof !== undefined && proof.payload['ath'] !== digest);
  if (other !== undefined) return broken(expected, 'a proof whose ath is not of that token', other.id);
  return calls.length === 0 ? unseen(expected, 'no request after it') : kept(expected, `${calls.length} requests`);
}

export function dpopJkt(at: 'par' | 'authorization', { arrivals }: Played): ClientResult {
  const expected = 'dpop_jkt, the thumbprint of the key of the later proofs';
  const [request] = arrivals.filter(({ place }) => place === at);
  const key = arrivals.find(({ place, proof }) => place === 'token' && proof?.jkt !== undefined)?.proof?.jkt;
  if (request === undefined) return unseen(expected, `no request to ${at}`);
  const named = request.form.get('dpop_jkt') ?? request.query.get('dpop_jkt');
  if (named === null) {
    const elsewhere = arrivals.find(({ place, query }) => place !== at && query.has('dpop_jkt'));
    if (elsewhere !== undefined) return broken(expected, `dpop_jkt in the request to ${elsewhere.place}`, elsewhere.id);
    // A proof with the pushed request says the same (RFC 9449 §10.1).
    if (request.proof !== undefined) return unseen(expected, 'a proof in its place');
    return broken(expected, 'a request without dpop_jkt', request.id);
  }
  if (key === undefined) return unseen(expected, 'no proof to compare it with');
  return named === key ? kept(expected, 'just that', request.id) : broken(expected, 'another thumbprint', request.id);
}

/** @see https://www.rfc-editor.org/rfc/rfc7523.html#section-3 */
export function freshAssertions({ arrivals }: Played): ClientResult {
  const expected = 'client assertions with a jti of their own each';
  const sent = arrivals.flatMap((arrival) => {
    const assertion = arrival.form.get('client_assertion');
    return assertion === null ? [] : [{ arrival, jti: payloadIn(assertion)?.['jti'] ?? assertion }];
  });
  const twice = sent.find(({ jti }, index) => sent.findIndex((one) => one.jti === jti) < index);
  if (twice !== undefined) return broken(expected, 'the same jti again', twice.arrival.id);
  return sent.length < 2
    ? unseen(expected, `${sent.length} client assertions`)
    : kept(expected, `${sent.length} of them`);
}

type Reach = 'grant' | 'token' | 'proof' | 'token-and-proof' | 'request';

/** What must not leave for the server of somebody else. */
export function nothingReaches(at: PeerPlace, what: Reach, { arrivals }: Played): ClientResult {
  const expected = `nothing at ${at} that has ${reachText[what]}`;
  const there = arrivals.filter(({ place }) => place === at);
  const bad = there.find((arrival) => carries(arrival, what));
  if (bad !== undefined) return broken(expected, `a request with it to ${new URL(bad.url).pathname}`, bad.id);
  return kept(expected, there.length === 0 ? 'no request there' : `${there.length} requests without it`);
}

const reachText: Readonly<Record<Reach, string>> = {
  grant: 'a code, a refresh token or a credential of the client',
  token: 'an access token',
  proof: 'a proof',
  'token-and-proof': 'an access token and a proof',
  request: 'any content',
};

function carries({ form, presented, dpop }: Arrival, what: Reach): boolean {
  const grants = [...grantMembers, 'client_secret', 'client_assertion', 'code_verifier'];
  switch (what) {
    case 'grant':
      return grants.some((name) => form.has(name));
    case 'token':
      return presented.length > 0;
    case 'proof':
      return dpop.length > 0;
    case 'token-and-proof':
      return presented.length > 0 && dpop.length > 0;
    case 'request':
      return true;
    default:
      return what satisfies never;
  }
}
