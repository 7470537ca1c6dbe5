// A resource server in a hurry. It has no authorization server of its own.
// - Proofs are good for five seconds, and none may come from the future (RFC 9449 11.1: "limited time"; the future is a MAY).
// - No Date field (RFC 9110 6.6.1 demands one only of an origin server with a clock which it trusts).
// - Refusals are application/problem+json (RFC 9457). A malformed request is 400 invalid_request, with a challenge (RFC 6750 3.1).
// - One field with several challenges; that of DPoP comes last, in lower case (RFC 9110 11.1, 11.6.1), with a realm full of commas.
// - Every method but GET and HEAD is answered with 404, whatever the credentials (RFC 9110 15.5.5).
// - Proofs are remembered by a hash of jti and htu. A jti is 200 characters long at most (RFC 9449 11.1: hash, or limit).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenReader, type ReadToken } from './kit/access-token.ts';
import { digest, openByHand } from './kit/by-hand.ts';
import { linesOf, pathOf, send } from './kit/http.ts';
import { noDots, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Door = { readonly base: string; readonly has: Has; readonly seen: Map<string, number>; readonly read: ReadToken };

const others = String.raw`Negotiate, Bearer realm="fast, \"very\" fast, dpop error=\"no\""`;

function start({ base, issuer }: Stand, has: Has): Handler {
  const door: Door = { base, has, seen: new Map(), read: tokenReader(issuer, 'urn:hurry', has) };
  return async (request, response) => {
    response.sendDate = false;
    const isKnown = pathOf(request) === '/v1/clock' && ['GET', 'HEAD'].includes(request.method ?? '');
    if (!isKnown) return problem(response, 404, 'Not here', {});
    try {
      await check(door, request);
      send(response, 200, { 'Content-Type': 'application/json' }, { 'the time is': 'now' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
  };
}

function refuse(response: ServerResponse, { code, message }: Refusal): void {
  const error = code === '' ? '' : ` error="${code}",`;
  const challenge = { 'www-authenticate': `${others}, dpop${error} algs="ES256 EdDSA Ed25519"` };
  problem(response, code === 'invalid_request' ? 400 : 401, message, challenge);
}

function problem(
  response: ServerResponse,
  status: number,
  title: string,
  fields: Readonly<Record<string, string>>,
): void {
  response.statusMessage = 'Nope';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: 'See "title", <b>please</b>.' });
  send(response, status, { 'Content-Type': 'application/problem+json', ...fields }, body);
}

async function check({ base, has, seen, read }: Door, request: IncomingMessage): Promise<void> {
  const credentials = linesOf(request, 'authorization');
  const proofs = linesOf(request, 'dpop');
  if (credentials.length === 0) throw new Refusal('', 'Credentials are wanted');
  const [, scheme = '', token = ''] = /^(\S+) +([\w.~+/-]+=*)$/.exec(credentials[0] ?? '') ?? [];
  if (credentials.length > 1 || token === '') throw new Refusal('invalid_request', 'The credentials are malformed');
  const { jkt } = await read(token);
  if (scheme.toLowerCase() === 'bearer') {
    if (jkt !== undefined || proofs.length > 0) throw new Refusal('invalid_token', 'The token is bound');
    return;
  }
  if (scheme.toLowerCase() !== 'dpop') throw new Refusal('invalid_request', 'The scheme is unknown');
  if (proofs.length !== 1) throw new Refusal('invalid_request', 'One proof is wanted');
  if (jkt === undefined) throw new Refusal('invalid_token', 'The token is not bound');
  const opened = openByHand(proofs[0] ?? '', ['ES256', 'EdDSA', 'Ed25519'], has);
  if (opened.jkt !== jkt && !has('binding-unchecked')) throw new Refusal('invalid_token', 'Bound to another key');
  const now = Date.now() / 1000;
  const { iat, jti, ath } = opened.claims;
  const isHead = request.method === 'HEAD' && has('htm-of-head-ignored');
  if (opened.claims['htm'] !== request.method && !isHead) throw badProof('htm');
  if (!isUri(opened.claims['htu'], base + pathOf(request))) throw badProof('htu');
  const isFresh = typeof iat === 'number' && iat >= now - 5 && iat <= now;
  if (!isFresh && !(has('iat-left-out') && iat === undefined)) throw badProof('iat');
  if (ath !== digest(token)) throw badProof('ath');
  if (typeof jti !== 'string' || jti === '' || jti.length > 200) throw badProof('jti');
  const id = digest(`${jti} ${base}${pathOf(request)}`);
  if ((seen.get(id) ?? 0) > now) throw badProof('replay');
  seen.set(id, now + 10);
}

/** Scheme and host have no case, and port and path are compared as they are. */
function isUri(htu: unknown, url: string): boolean {
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/?#]+)([^?#]*)/i.exec(typeof htu === 'string' ? htu : '') ?? [];
  return origin.toLowerCase() + rest === url;
}

export const fiveSeconds: Unlike = {
  id: 'five-seconds',
  summary: 'A window of five seconds, no future, no Date, problem details',
  warned: {
    ...noPercent,
    ...noDots,
    ...noLimits,
    'RFC9449-7.2-05': 'Its errors stand in the challenge of DPoP, whichever scheme was used.',
  },
  defects: {
    'binding-unchecked': { summary: 'Any key will do.', breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'] },
    'iat-left-out': { summary: 'A proof without iat is taken.', breaks: ['RFC9449-4.3-03d'] },
    'private-key-taken': {
      summary: 'A jwk with private members is taken.',
      breaks: ['RFC9449-4.3-07a', 'RFC9449-4.3-07b'],
    },
    'htm-of-head-ignored': {
      summary: 'A HEAD request is taken with any htm.',
      breaks: ['RFC9449-4.3-08a', 'RFC9449-4.3-08c'],
    },
    'token-signature-unchecked': {
      summary: 'The signature of access tokens is not looked at.',
      breaks: ['RFC9449-3-03'],
    },
  },
  start,
};
