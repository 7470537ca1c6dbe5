// An authorization server for public clients alone, at which nothing goes without a proof.
// - Every token request has to carry a proof, which is looked at before all else (RFC 9449 5; 5.2 leaves such a policy to the server).
//   A missing one is 400 invalid_request (RFC 6749 5.2).
// - No pushed requests. dpop_jkt is honoured (RFC 9449 10), and a request has to have it.
// - The token endpoint's URL has a query (RFC 6749 3.2), which stays out of htu (RFC 9449 4.2).
// - token_type is `DPOP` (RFC 6749 5.1: case insensitive). expires_in is missing (RECOMMENDED only).
// - Refresh tokens are never replaced (RFC 9700 4.14.2: sender-constrained ones need not be). They are bound to the key.
// - RS256, PS256 and ES256. A jti is remembered for the key by itself, for as long as the process lives.
// - Redirects are 307 and have no iss (RFC 9207 is optional). Metadata are at the path of OpenID Connect, and list no authentication methods.
// - Refusals of the front channel go to the client, where that is safe. Any other is a page of plain text.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Alg, digest, openByHand } from './kit/by-hand.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { noDots, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Code = { readonly challenge: string; readonly jkt: string; readonly ends: number };
type Bar = {
  readonly base: string;
  readonly has: Has;
  readonly codes: Map<string, Code>;
  readonly refreshes: Map<string, string>;
  readonly seen: Set<string>;
};

const algs: readonly Alg[] = ['RS256', 'PS256', 'ES256'];
const callback = 'http://127.0.0.1:1/cb';
const json = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' };

function start({ base }: Stand, has: Has): Handler {
  const bar: Bar = { base, has, codes: new Map(), refreshes: new Map(), seen: new Set() };
  return async (request, response) => {
    const path = pathOf(request);
    if (path === '/.well-known/openid-configuration') return send(response, 200, json, metadata(base));
    if (path === '/authorize' && request.method === 'GET') return authorize(bar, request, response);
    if (request.url !== '/token?tenant=a&v=2' || request.method !== 'POST') return send(response, 404, {}, 'nothing');
    try {
      const body = await bodyOf(request);
      const jkt = proofOf(bar, request);
      send(response, 200, json, redeem(bar, formOf(body), jkt));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, error.code === 'invalid_client' ? 401 : 400, json, { error: error.code });
    }
  };
}

function metadata(base: string): object {
  return {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token?tenant=a&v=2`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: algs,
  };
}

function proofOf({ base, has, seen }: Bar, request: IncomingMessage): string {
  const [text, ...more] = linesOf(request, 'dpop');
  if (text === undefined) throw new Refusal('invalid_request', 'no proof');
  if (more.length > 0) throw badProof('more');
  const { claims, jkt } = openByHand(text, algs, has);
  const { htm, htu, jti, iat, exp, nbf } = claims;
  const now = Date.now() / 1000;
  const method = typeof htm === 'string' && has('htm-without-case') ? htm.toUpperCase() : htm;
  if (method !== 'POST' && !(htm === undefined && has('htm-left-out'))) throw badProof('htm');
  if (typeof htu !== 'string' || !isToken(htu, base, has)) throw badProof('htu');
  if (typeof iat !== 'number' || !(iat > now - 45 && iat < now + 15)) throw badProof('iat');
  for (const time of [exp, nbf]) if (time !== undefined && typeof time !== 'number') throw badProof('times');
  if ((typeof exp === 'number' && exp < now - 15) || (typeof nbf === 'number' && nbf > now + 15))
    throw badProof('times');
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  const id = digest(`${jti.length} ${jti} ${jkt}`);
  if (seen.has(id)) throw badProof('jti');
  seen.add(id);
  return jkt;
}

function isToken(htu: string, base: string, has: Has): boolean {
  const plain = htu.replace(/[?#].*$/s, '');
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]+)(.*)$/is.exec(plain) ?? [];
  return origin.toLowerCase() === base && (path === '/token' || (has('htu-suffix-taken') && path.startsWith('/token')));
}

function redeem(bar: Bar, form: ReadonlyMap<string, string> | undefined, jkt: string): object {
  const { codes, refreshes, has } = bar;
  if (form === undefined) throw new Refusal('invalid_request', 'twice');
  if (form.get('client_id') !== 'guest' || form.has('client_secret')) throw new Refusal('invalid_client', 'client');
  const token = { access_token: randomBytes(21).toString('base64url'), token_type: 'DPOP' };
  if (form.get('grant_type') === 'refresh_token') {
    const bound = refreshes.get(form.get('refresh_token') ?? '');
    if (bound === undefined || (bound !== jkt && !has('refresh-for-any-key')))
      throw new Refusal('invalid_grant', 'refresh');
    return token;
  }
  if (form.get('grant_type') !== 'authorization_code') throw new Refusal('unsupported_grant_type', 'grant');
  const name = form.get('code') ?? '';
  const code = codes.get(name);
  const isFit =
    code !== undefined && code.ends > Date.now() && code.challenge === digest(form.get('code_verifier') ?? '');
  if (!isFit || form.get('redirect_uri') !== callback) throw new Refusal('invalid_grant', 'code');
  if (code.jkt !== jkt && !has('code-for-any-key')) throw new Refusal('invalid_grant', 'key');
  codes.delete(name);
  const refresh_token = randomBytes(21).toString('base64url');
  refreshes.set(refresh_token, jkt);
  return { ...token, refresh_token };
}

function authorize({ base, codes }: Bar, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url ?? '', base).searchParams;
  const isKnown = query.get('client_id') === 'guest' && query.get('redirect_uri') === callback;
  if (!isKnown || query.has('request_uri') || query.has('request'))
    return send(response, 400, {}, 'This is no request.');
  const challenge = query.get('code_challenge') ?? '';
  const jkt = query.get('dpop_jkt') ?? '';
  const isGood = challenge !== '' && query.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(jkt);
  const answer = new URLSearchParams();
  if (query.get('response_type') !== 'code') answer.set('error', 'unsupported_response_type');
  else if (!isGood) answer.set('error', 'invalid_request');
  else answer.set('code', randomBytes(21).toString('base64url'));
  if (query.has('state')) answer.set('state', query.get('state') ?? '');
  const code = answer.get('code');
  if (code !== null) codes.set(code, { challenge, jkt, ends: Date.now() + 60_000 });
  send(response, 307, { location: `${callback}?${answer.toString()}` });
}

export const proofOrNothing: Unlike = {
  id: 'proof-or-nothing',
  summary: 'Public clients only, each with a proof and dpop_jkt; a query in the URL of the token endpoint',
  warned: { ...noPercent, ...noDots },
  defects: {
    'refresh-for-any-key': { summary: 'A refresh token works with any key.', breaks: ['RFC9449-5-06', 'RFC9449-5-07'] },
    'code-for-any-key': {
      summary: 'dpop_jkt is asked for, and not compared.',
      breaks: ['RFC9449-10-01', 'RFC9449-10-01b'],
    },
    'private-key-taken': {
      summary: 'A jwk with private members is taken.',
      breaks: ['RFC9449-4.3-07a', 'RFC9449-4.3-07b'],
    },
    'weak-key-taken': {
      summary: 'RSA keys of any size and exponent are taken.',
      breaks: ['RFC9449-11.6-01'],
      atMost: 'warn',
    },
    'htm-left-out': { summary: 'A proof without htm is taken.', breaks: ['RFC9449-4.3-03b'] },
    'htu-suffix-taken': { summary: 'An htu is taken that begins with the URL.', breaks: ['RFC9449-4.3-09a'] },
  },
  start,
};
