// An OpenID provider with its userinfo endpoint, whose clock is an hour ahead.
// - Its clock, its Date fields and its window (20 seconds, 5 ahead) agree with each other, and with nobody else.
//   No text fixes how exact a clock has to be (RFC 9110 6.6.1, RFC 9449 11.1).
// - A nonce is demanded at the token endpoint of all clients, and none at userinfo (RFC 9449 8, 9: each server decides).
//   It is one value for all clients and five minutes, and comes with successful answers too.
// - A login page, then a page of consent, each with a form. Only requests with the scope openid.
// - userinfo by GET and POST, for tokens of both types. Two fields WWW-Authenticate, and DPoP first.
// - Refresh tokens only for the scope offline_access, which nobody asks for. Access tokens are opaque, and there is an ID Token.
// - A missing or malformed proof at userinfo is 400 invalid_request (RFC 6750 3.1), with a challenge.
// - A jti is remembered for its htu as it is spelt.
import { createHmac, generateKeyPairSync, type KeyPairKeyObjectResult, randomBytes, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Alg, digest, openByHand } from './kit/by-hand.ts';
import { type Desk, grant, newDesk, redeem } from './kit/codes.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { noDots, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Provider = Desk & {
  readonly key: KeyPairKeyObjectResult;
  readonly salt: Buffer;
  readonly tokens: Map<string, { readonly jkt: string | undefined; readonly ends: number }>;
  readonly seen: Map<string, number>;
};

const algs: readonly Alg[] = ['ES256', 'RS256'];
const json = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
const html = { 'Content-Type': 'text/html' };
const now = (): number => Date.now() / 1000 + 3600;

function start({ base }: Stand, has: Has): Handler {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider: Provider = {
    ...newDesk(base, ['web'], has),
    key,
    salt: randomBytes(16),
    tokens: new Map(),
    seen: new Map(),
  };
  return async (request, response) => {
    response.sendDate = false;
    response.setHeader('Date', new Date(now() * 1000).toUTCString());
    const path = pathOf(request);
    if (path === '/.well-known/openid-configuration') return send(response, 200, json, metadata(base));
    if (path === '/keys') return send(response, 200, json, { keys: [key.publicKey.export({ format: 'jwk' })] });
    if (path === '/auth') return pages(provider, request, response);
    if (path === '/userinfo') return userinfo(provider, request, response);
    if (path !== '/oauth/token' || request.method !== 'POST') return send(response, 404, html, '<p>404</p>');
    await token(provider, request, response);
  };
}

function metadata(base: string): object {
  return {
    issuer: base,
    authorization_endpoint: `${base}/auth`,
    token_endpoint: `${base}/oauth/token`,
    userinfo_endpoint: `${base}/userinfo`,
    jwks_uri: `${base}/keys`,
    scopes_supported: ['openid'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    dpop_signing_alg_values_supported: algs,
    authorization_response_iss_parameter_supported: true,
  };
}

function nonceAt({ salt }: Provider, ago = 0): string {
  const period = Math.floor(Date.now() / 300_000) - ago;
  return createHmac('sha256', salt).update(String(period)).digest('base64url').slice(0, 22);
}

function proofOf(provider: Provider, request: IncomingMessage, token?: string): string | undefined {
  const { issuer, has, seen } = provider;
  const [text, ...more] = linesOf(request, 'dpop');
  if (text === undefined) return undefined;
  if (more.length > 0) throw new Refusal('invalid_request', 'Two proofs');
  const { claims, jkt } = openByHand(text, algs, has);
  const { htm, htu, iat, jti, ath, nonce } = claims;
  if (htm !== request.method) throw badProof('htm');
  if (typeof htu !== 'string' || !URL.canParse(htu) || spelt(htu) !== issuer + pathOf(request)) throw badProof('htu');
  if (typeof iat !== 'number' || !(iat >= now() - 20 && iat <= now() + 5)) throw badProof('iat');
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  if (token !== undefined && ath !== digest(token)) throw badProof('ath');
  const isNonce = nonce === nonceAt(provider) || nonce === nonceAt(provider, 1);
  const isFree = token !== undefined || (nonce === undefined && has('nonce-left-out'));
  if (!isNonce && !isFree) throw new Refusal('use_dpop_nonce', 'A nonce is wanted');
  const id = `${jti} ${htu}`;
  if ((seen.get(id) ?? 0) > now() && !has('replay-taken')) throw badProof('jti');
  seen.set(id, now() + 30);
  return jkt;
}

/** The authority in any case, and the rest as it is. */
function spelt(uri: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]+)([^?#]*)/i.exec(uri) ?? [];
  return origin.toLowerCase() + path;
}

async function token(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const fields = { ...json, 'DPoP-Nonce': nonceAt(provider) };
  try {
    const form = formOf(await bodyOf(request));
    if (form === undefined) throw new Refusal('invalid_request', 'twice');
    checkClient(request, form);
    const jkt = proofOf(provider, request);
    if (form.get('grant_type') !== 'authorization_code') throw new Refusal('unsupported_grant_type', 'grant_type');
    redeem(provider, 'web', form, jkt);
    const access_token = randomBytes(20).toString('hex');
    provider.tokens.set(access_token, { jkt, ends: now() + 300 });
    const isBound = jkt !== undefined && !provider.has('bound-token-called-bearer');
    const token_type = isBound ? 'DPoP' : 'Bearer';
    send(response, 200, fields, {
      access_token,
      token_type,
      expires_in: 300,
      scope: 'openid',
      id_token: idToken(provider),
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isClient = error.code === 'invalid_client';
    const challenge = isClient ? { 'WWW-Authenticate': 'Basic realm="provider"' } : {};
    send(
      response,
      isClient ? 401 : 400,
      { ...fields, ...challenge },
      { error: error.code, error_description: error.message },
    );
  }
}

function checkClient(request: IncomingMessage, form: ReadonlyMap<string, string>): void {
  const [, basic] = /^basic +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const given = basic === undefined ? `${form.get('client_id')}:${form.get('client_secret')}` : atob(basic);
  if (given !== 'web:hour-ahead-secret') throw new Refusal('invalid_client', 'client');
}

function idToken({ issuer, key }: Provider): string {
  const iat = Math.floor(now());
  const text = [{ alg: 'ES256' }, { iss: issuer, sub: 'ada', aud: 'web', iat, exp: iat + 300 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

async function pages(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', provider.issuer);
  try {
    const query = url.searchParams;
    const wish = provider.requestOf(query.get('client_id') ?? '', query, undefined);
    if (!query.get('scope')?.split(' ').includes('openid')) throw new Refusal('invalid_scope', 'scope');
    const form = request.method === 'POST' ? formOf(await bodyOf(request)) : undefined;
    if (form?.get('consent') === 'yes') return send(response, 302, { Location: grant(provider, wish) });
    const isIn = form?.get('pin') === '1815';
    const body = isIn ? '<button name="consent" value="yes">Yes</button>' : 'PIN <input name="pin"><button>In</button>';
    send(response, 200, html, `<title>Provider</title><form method="post">${body}</form>`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, 400, html, `<title>${error.code}</title><p>${error.message}</p>`);
  }
}

async function userinfo(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST') return send(response, 405, { Allow: 'GET, POST' });
  const body = await bodyOf(request);
  const algsText = `algs="${algs.join(' ')}"`;
  try {
    const [field, ...more] = linesOf(request, 'authorization');
    if (body.includes('access_token')) throw new Refusal('invalid_request', 'The token belongs into its field');
    if (field === undefined) return send(response, 401, { 'WWW-Authenticate': [`DPoP ${algsText}`, 'Bearer'] });
    const [, scheme = '', token = ''] = /^([a-z]+) +([\w.~+/-]+=*)$/i.exec(field) ?? [];
    if (token === '' || more.length > 0) throw new Refusal('invalid_request', 'Credentials are malformed');
    checkToken(provider, request, { scheme: scheme.toLowerCase(), token });
    send(response, 200, json, { sub: 'ada' });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = `error="${error.code}", error_description="${error.message}"`;
    const fields = { 'WWW-Authenticate': [`DPoP ${text}, ${algsText}`, `Bearer ${text}`] };
    send(response, error.code === 'invalid_request' ? 400 : 401, fields, '');
  }
}

type Credentials = { readonly scheme: string; readonly token: string };

function checkToken(provider: Provider, request: IncomingMessage, { scheme, token }: Credentials): void {
  const { tokens, has } = provider;
  const found = tokens.get(token);
  if (found === undefined || found.ends < now()) throw new Refusal('invalid_token', 'Unknown token');
  if (scheme === 'bearer' && found.jkt === undefined && linesOf(request, 'dpop').length === 0) return;
  if (scheme !== 'dpop') throw new Refusal('invalid_token', 'Another scheme is wanted');
  const isPosted = request.method === 'POST' && has('post-without-proof');
  const jkt = proofOf(provider, request, token);
  if (jkt === undefined && !isPosted) throw new Refusal('invalid_request', 'A proof is wanted');
  if (found.jkt === undefined) throw new Refusal('invalid_token', 'The token is not bound');
  if (jkt !== found.jkt && !isPosted) throw new Refusal('invalid_token', 'Another key');
}

export const hourAhead: Unlike = {
  id: 'hour-ahead',
  summary: 'An OpenID provider and its userinfo, with a clock that is an hour ahead',
  warned: {
    ...noPercent,
    ...noDots,
    ...noLimits,
    'RFC9449-11.1-08': 'The memory holds htu as it is spelt; only the holder of the key can spell it anew.',
  },
  defects: {
    'nonce-left-out': {
      summary: 'A proof without nonce is taken, though one is offered.',
      breaks: ['RFC9449-11.3-01'],
      atMost: 'warn',
    },
    'replay-taken': {
      summary: 'A proof is taken twice, against the claim.',
      breaks: ['RFC9449-11.1-02', 'PM-REPLAY-CLAIM'],
    },
    'bound-token-called-bearer': {
      summary: 'A bound token comes as Bearer. It is opaque, so a client cannot see that it is bound.',
      breaks: ['RFC9449-5-04'],
      atMost: 'warn',
    },
    'post-without-proof': { summary: 'POST needs no proof.', breaks: ['RFC9449-7.1-02'] },
  },
  start,
};
