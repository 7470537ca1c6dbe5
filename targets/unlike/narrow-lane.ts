// An authorization server with one lane: little at once, everything pushed, and nothing forgiven.
// - More than four requests at a time are answered 429 with Retry-After, whatever they are (RFC 6585 4).
// - Every authorization request has to be pushed, and every pushed one has to carry a proof, which binds the code (RFC 9449 10.1).
// - A nonce is good once, at either endpoint, and comes with refusals only, in lower case (RFC 9449 8; RFC 9110 5.1). The demand comes
//   first of all, before the client and the rest of the proof are looked at.
// - A code is burnt by each attempt to redeem it, but for a demand for a nonce (RFC 6749 4.1.2; RFC 9449 8).
// - A refresh token that is used twice ends its family (RFC 9700 4.14.2). Those of public clients are bound; there are no others.
// - Only ES512. A proof may have been made 30 seconds ago, and not in the future. A jti is good once for all keys and endpoints.
// - Codes come by 302, without a login page.
// - Access tokens are opaque, and live for 45 seconds. There is no resource here.
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openByWebCrypto } from './kit/by-web-crypto.ts';
import { type Desk, newDesk, takeRequest } from './kit/codes.ts';
import { digest } from './kit/by-hand.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { noCase, noDots, noLimits, noPercent, lenientText } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Form = ReadonlyMap<string, string>;
type Family = { readonly jkt: string | undefined; isOver: boolean; current: string };
type Lane = Desk & {
  readonly base: string;
  readonly nonces: Set<string>;
  readonly seen: Set<string>;
  readonly families: Map<string, Family>;
};

const json = { 'content-type': 'application/json', 'cache-control': 'no-store' };

function start({ base }: Stand, has: Has): Handler {
  const lane: Lane = {
    ...newDesk(base, ['cyclist'], has),
    base,
    nonces: new Set(),
    seen: new Set(),
    families: new Map(),
  };
  let busy = 0;
  return async (request, response) => {
    busy += 1;
    try {
      if (busy > 4) return send(response, 429, { ...json, 'retry-after': '1' }, { error: 'temporarily_unavailable' });
      await delay(5);
      await answer(lane, request, response);
    } finally {
      busy -= 1;
    }
  };
}

async function answer(lane: Lane, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  const { base } = lane;
  if (path === '/.well-known/oauth-authorization-server') return send(response, 200, json, metadata(base));
  if (path === '/lane' && request.method === 'GET') {
    const query = new URL(request.url ?? '', base).searchParams;
    const { to, code } = query.has('request_uri') ? takeRequest(lane, query) : { to: undefined, code: 'push it' };
    return to === undefined ? send(response, 400, {}, code) : send(response, 302, { location: to });
  }
  if (request.method !== 'POST' || !['/push', '/token'].includes(path)) return send(response, 404, {}, '');
  try {
    const form = formOf(await bodyOf(request));
    const jkt = await proofOf(lane, request);
    if (form?.get('client_id') !== 'cyclist') throw new Refusal('invalid_client', 'client');
    send(
      response,
      path === '/push' ? 201 : 200,
      json,
      path === '/push' ? push(lane, form, jkt) : token(lane, form, jkt),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const nonce = error.code === 'use_dpop_nonce' ? { 'dpop-nonce': newNonce(lane) } : {};
    send(response, error.code === 'invalid_client' ? 401 : 400, { ...json, ...nonce }, { error: error.code });
  }
}

function metadata(base: string): object {
  return {
    issuer: base,
    token_endpoint: `${base}/token`,
    authorization_endpoint: `${base}/lane`,
    pushed_authorization_request_endpoint: `${base}/push`,
    require_pushed_authorization_requests: true,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    dpop_signing_alg_values_supported: ['ES512'],
    authorization_response_iss_parameter_supported: true,
  };
}

function newNonce({ nonces }: Lane): string {
  const nonce = randomBytes(15).toString('hex');
  nonces.add(nonce);
  return nonce;
}

async function proofOf(lane: Lane, request: IncomingMessage): Promise<string | undefined> {
  const { base, has, nonces, seen } = lane;
  const [text, ...more] = linesOf(request, 'dpop');
  if (text === undefined) return undefined;
  if (more.length > 0) throw badProof('two');
  const said = nonceIn(text);
  const isGood = said !== undefined && nonces.delete(said);
  if (!isGood) throw new Refusal('use_dpop_nonce', 'nonce');
  const { claims, jkt } = await openByWebCrypto(text, ['ES512'], has);
  const { htm, htu, iat, jti } = claims;
  const age = Date.now() / 1000 - Number(iat);
  if (htm !== 'POST') throw badProof('htm');
  if (typeof htu !== 'string' || htu.replace(/[?#].*$/s, '') !== base + pathOf(request)) throw badProof('htu');
  if (typeof iat !== 'number' || !(age >= 0 && age <= 30)) throw badProof('iat');
  if (typeof jti !== 'string' || jti === '' || seen.has(jti)) throw badProof('jti');
  seen.add(jti);
  return jkt;
}

/** Reads it before anything is checked. What cannot be read has none. */
function nonceIn(text: string): string | undefined {
  try {
    const { nonce } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as { nonce?: unknown };
    return typeof nonce === 'string' ? nonce : undefined;
  } catch {
    return undefined;
  }
}

function push({ pushed, requestOf }: Lane, form: Form, jkt: string | undefined): object {
  if (jkt === undefined) throw badProof('a proof is wanted');
  if (form.has('request_uri')) throw new Refusal('invalid_request', 'request_uri');
  const request_uri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`;
  pushed.set(request_uri, requestOf('cyclist', form, jkt));
  return { request_uri, expires_in: 30 };
}

function token(lane: Lane, form: Form, jkt: string | undefined): object {
  const family = form.get('grant_type') === 'refresh_token' ? refreshed(lane, form, jkt) : redeemed(lane, form, jkt);
  const refresh_token = randomBytes(20).toString('base64url');
  family.current = refresh_token;
  lane.families.set(refresh_token, family);
  const token_type = jkt === undefined ? 'Bearer' : 'DPoP';
  return { token_type, access_token: randomBytes(20).toString('base64url'), expires_in: 45, refresh_token };
}

function redeemed({ codes, has }: Lane, form: Form, jkt: string | undefined): Family {
  if (form.get('grant_type') !== 'authorization_code') throw new Refusal('unsupported_grant_type', 'grant_type');
  const name = form.get('code') ?? '';
  const code = codes.get(name);
  if (!has('code-good-twice')) codes.delete(name);
  if (code === undefined || code.ends < Date.now()) throw new Refusal('invalid_grant', 'code');
  if (form.get('redirect_uri') !== code.redirectUri || digest(form.get('code_verifier') ?? '') !== code.challenge)
    throw new Refusal('invalid_grant', 'verifier');
  if (code.jkt !== jkt && !(jkt === undefined && has('code-without-proof'))) throw new Refusal('invalid_grant', 'key');
  return { jkt, isOver: false, current: '' };
}

function refreshed({ families, has }: Lane, form: Form, jkt: string | undefined): Family {
  const name = form.get('refresh_token') ?? '';
  const family = families.get(name);
  if (family === undefined) throw new Refusal('invalid_grant', 'refresh_token');
  if (family.jkt !== jkt && !has('refresh-for-any-key')) throw new Refusal('invalid_grant', 'key');
  if (family.current !== name) family.isOver = true;
  if (family.isOver) throw new Refusal('invalid_grant', 'used');
  return family;
}

export const narrowLane: Unlike = {
  id: 'narrow-lane',
  summary: 'Four requests at once, a proof with every push, nonces good once, codes that burn, ES512',
  warned: { ...noCase, ...noPercent, ...noDots, ...noLimits, ...lenientText },
  defects: {
    'code-without-proof': { summary: 'A bound code is redeemed without a proof.', breaks: ['RFC9449-10.1-04'] },
    'refresh-for-any-key': { summary: 'A refresh token works with any key.', breaks: ['RFC9449-5-06', 'RFC9449-5-07'] },
    'private-key-taken': { summary: 'A jwk with a private member is taken.', breaks: ['RFC9449-4.3-07a'] },
  },
  start,
};
