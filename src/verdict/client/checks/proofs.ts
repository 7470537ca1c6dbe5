import { createHash } from 'node:crypto';
import type { PeerPlace } from '../../../suite/client/posture.ts';
import { tokensGiven } from '../arrival.ts';
import { isRow, violationsOf } from '../judged.ts';
import type { Played, Stimulus } from '../played.ts';
import { broken, type ClientResult, kept, unseen } from './result.ts';

export function proofAt(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = `a proof with each request to ${at}`;
  const there = arrivals.filter(({ place }) => place === at);
  const bare = there.find(({ dpop }) => dpop.length === 0);
  if (bare !== undefined) return broken(expected, 'a request without one', bare.id);
  return there.length === 0 ? unseen(expected, 'no request there') : kept(expected, `${there.length} requests`);
}

/** A client that has none of these algorithms stops: that is lawful. */
export function algorithms(of: readonly string[], { after }: Stimulus): ClientResult {
  const expected = `proofs with ${of.join(' or ')}, or none`;
  const proofs = after.filter(({ proof, place }) => proof !== undefined && place !== 'metadata');
  const other = proofs.find(({ proof }) => !of.includes(String(proof?.header['alg'])));
  if (other !== undefined) return broken(expected, `a proof with ${String(other.proof?.header['alg'])}`, other.id);
  return proofs.length === 0 ? unseen(expected, 'no proof') : kept(expected, `${proofs.length} proofs`);
}

export function freshProofs(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = `a proof of its own for each request to ${at}`;
  const there = arrivals.filter(({ place, dpop }) => place === at && dpop.length > 0);
  const idOf = (one: (typeof there)[number]): unknown => one.proof?.payload['jti'] ?? one.dpop.join();
  const twice = there.find((one, index) => there.findIndex((other) => idOf(other) === idOf(one)) < index);
  if (twice !== undefined) return broken(expected, 'the same proof, or one with the same jti, again', twice.id);
  return there.length < 2 ? unseen(expected, `${there.length} requests`) : kept(expected, `${there.length} requests`);
}

export function proofFits(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = 'proofs for the method and the target that were asked';
  const given = tokensGiven(arrivals);
  const there = arrivals.filter(({ place, dpop }) => place === at && dpop.length > 0);
  const rows = ['RFC9449-4.3-08*', 'RFC9449-4.3-09*'];
  const fault = there.flatMap((arrival) =>
    violationsOf(arrival, given)
      .filter(({ level, requirement }) => level === 'must' && rows.some((row) => isRow(row, requirement)))
      .map(({ detail }) => ({ arrival, detail })),
  )[0];
  if (fault !== undefined) return broken(expected, fault.detail, fault.arrival.id);
  return there.length === 0 ? unseen(expected, 'no proof there') : kept(expected, `${there.length} proofs`);
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7 */
export function athFits(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = 'ath of the access token beside the proof';
  const there = arrivals.filter(
    ({ place, proof, presented }) => place === at && proof !== undefined && presented.length > 0,
  );
  const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
  const other = there.find(({ proof, presented }) =>
    presented.every(({ token }) => digestOf(token) !== proof?.payload['ath']),
  );
  if (other !== undefined) return broken(expected, 'ath of another one, or none', other.id);
  return there.length === 0 ? unseen(expected, 'no such request') : kept(expected, `${there.length} proofs`);
}

/** The clock of a proof against the field Date that the servers sent. */
export function followsDate({ arrivals }: Played): ClientResult {
  const expected = 'an observation: whose clock iat follows';
  const proofs = arrivals.filter(({ proof }) => typeof proof?.payload['iat'] === 'number');
  const off = proofs.map(({ proof, at }) => Math.round(Number(proof?.payload['iat']) - at / 1000));
  const last = off.at(-1);
  if (last === undefined) return unseen(expected, 'no proof');
  return kept(expected, Math.abs(last) < 5 ? 'its own clock' : `a clock that is ${last} s off ours`, proofs.at(-1)?.id);
}

/** Of a server that cannot show who it is: nothing is sent to it. */
export function noRequest({ arrivals, connections = 0 }: Played): ClientResult {
  const expected = 'no request to a server with the certificate of another host';
  const [first] = arrivals;
  if (first !== undefined) return broken(expected, `a request to ${first.place}`, first.id);
  return connections === 0
    ? unseen(expected, 'no connection')
    : kept(expected, `${connections} connections without one`);
}

/** @see https://www.rfc-editor.org/rfc/rfc9110.html#section-9.1 */
export function exactMethod(at: PeerPlace, { arrivals }: Played): ClientResult {
  const expected = 'htm that is the method, octet for octet';
  const there = arrivals.filter(({ place, proof }) => place === at && proof !== undefined);
  const other = there.find(({ proof, method }) => proof?.payload['htm'] !== method);
  if (other !== undefined)
    return broken(expected, `htm ${String(other.proof?.payload['htm'])} with the method ${other.method}`, other.id);
  return there.length === 0 ? unseen(expected, 'no proof there') : kept(expected, `${there.length} proofs`);
}
