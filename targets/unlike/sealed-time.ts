// A resource server that asks its authorization server about opaque tokens (RFC 7662), and seals the time into its nonces.
// - A nonce is the time, encrypted with AES-GCM. It is good for 40 seconds, as often as one likes (RFC 9449 8, 9).
// - The resource server demands one, sends a new one with each answer, and never looks at the age of iat (4.3, check 11: "either").
//   The authorization server knows no nonces, and takes proofs of the last 20 seconds.
// - Nobody remembers a jti (11.1: servers "can").
// - Only PS256. Clients authenticate by private_key_jwt; `aud` of an assertion is the issuer, and nothing else (RFC 7523bis).
// - Introspection has no token_type (RFC 7662 2.2: OPTIONAL), and is for clients only.
// - The resource sends two fields WWW-Authenticate, Bearer first (RFC 9110 11.6.1). Its error stands in both.
// - Unbound tokens are taken as Bearer, and also bound ones refused there (RFC 9449 7.2).
// - Metadata exist at the path of OpenID Connect only.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { digest, openByHand } from './kit/by-hand.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { noDots, noLimits } from './kit/reasons.ts';
import { badProof, type Opened, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Grant = { readonly jkt: string | undefined; readonly ends: number };
type House = {
  readonly base: string;
  readonly has: Has;
  readonly seal: Buffer;
  readonly tokens: Map<string, Grant>;
  readonly assertions: Set<string>;
};

const clientKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'RPWPq44RGzQyOuIocmDPZJEkeOJGkyGfwXLIQ3JqKfw',
  y: 'ywIUXouxsrn4DNsUsTUARatDw4aUpk4vsnpe59hQXe0',
};
const clientKeys = createLocalJWKSet({ keys: [clientKey] });
const json = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

function start({ base }: Stand, has: Has): Handler {
  const house: House = { base, has, seal: randomBytes(32), tokens: new Map(), assertions: new Set() };
  return async (request, response) => {
    const path = pathOf(request);
    if (path === '/.well-known/openid-configuration') return send(response, 200, json, metadata(base));
    if (path === '/api/secret') return secret(house, request, response);
    if (request.method !== 'POST' || (path !== '/connect/token' && path !== '/connect/introspect'))
      return send(response, 404, json, { error: 'not_found' });
    try {
      const form = formOf(await bodyOf(request)) ?? new Map<string, string>();
      const isToken = path === '/connect/token';
      const jkt = isToken ? proofOf(house, request)?.jkt : undefined;
      await checkClient(house, form);
      send(response, 200, json, isToken ? issue(house, form, jkt) : introspect(house, form));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isClient = error.code === 'invalid_client';
      send(response, isClient ? 401 : 400, isClient ? { ...json, 'WWW-Authenticate': 'Assertion' } : json, {
        error: error.code,
      });
    }
  };
}

function metadata(base: string): object {
  return {
    issuer: base,
    token_endpoint: `${base}/connect/token`,
    introspection_endpoint: `${base}/connect/introspect`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES256'],
    dpop_signing_alg_values_supported: ['PS256'],
  };
}

async function checkClient({ base, assertions }: House, form: ReadonlyMap<string, string>): Promise<void> {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const assertion = form.get('client_assertion');
  if (assertion === undefined || form.get('client_assertion_type') !== type || form.has('client_secret'))
    throw new Refusal('invalid_client', 'assertion');
  const wanted = { issuer: 'sealer', subject: 'sealer', algorithms: ['ES256'], requiredClaims: ['exp', 'jti'] };
  const { payload } = await jwtVerify(assertion, clientKeys, wanted).catch(() => {
    throw new Refusal('invalid_client', 'assertion');
  });
  if (payload.aud !== base || assertions.has(String(payload.jti))) throw new Refusal('invalid_client', 'aud or jti');
  assertions.add(String(payload.jti));
}

/** The checks that both servers share. With a token, it is the resource server that asks. */
function proofOf({ base, has }: House, request: IncomingMessage, token?: string): Opened | undefined {
  const [text, ...more] = linesOf(request, 'dpop');
  if (text === undefined) return undefined;
  if (more.length > 0) throw badProof('one field');
  const opened = openByHand(text, ['PS256'], has);
  const { htm, htu, iat, jti, ath } = opened.claims;
  const now = Date.now() / 1000;
  const isFresh =
    typeof iat === 'number' && Number.isFinite(iat) && (token !== undefined || (iat > now - 20 && iat < now + 3));
  if (htm !== request.method || !isFresh || typeof jti !== 'string' || jti === '') throw badProof('claims');
  if (typeof htu !== 'string' || spelt(htu) !== spelt(base + pathOf(request))) throw badProof('htu');
  if (token !== undefined && ath !== digest(token)) throw badProof('ath');
  return opened;
}

/** RFC 3986 6.2.2.1 and 6.2.2.2: case, and letters that need no percent sign. */
function spelt(uri: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?#]*)([^?#]*)/i.exec(uri) ?? [];
  const plain = path.replace(/%([0-9a-f]{2})/gi, (all: string, hex: string) => {
    const letter = String.fromCodePoint(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(letter) ? letter : all.toUpperCase();
  });
  return origin.toLowerCase() + plain;
}

function issue({ tokens }: House, form: ReadonlyMap<string, string>, jkt: string | undefined): object {
  if (form.get('grant_type') !== 'client_credentials') throw new Refusal('unsupported_grant_type', 'grant_type');
  const access_token = randomBytes(33).toString('base64url');
  tokens.set(access_token, { jkt, ends: Date.now() / 1000 + 900 });
  return { access_token, expires_in: 900, token_type: jkt === undefined ? 'Bearer' : 'DPoP' };
}

function introspect({ tokens, has }: House, form: ReadonlyMap<string, string>): object {
  const found = tokens.get(form.get('token') ?? '');
  if (found === undefined || found.ends < Date.now() / 1000) return { active: false };
  const jkt = has('introspection-of-another-key') ? digest('another key') : found.jkt;
  return { active: true, client_id: 'sealer', exp: Math.floor(found.ends), ...(found.jkt ? { cnf: { jkt } } : {}) };
}

function sealed({ seal }: House): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', seal, iv);
  const text = Buffer.concat([cipher.update(String(Date.now())), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
}

function isUnsealed({ seal, has }: House, nonce: unknown): boolean {
  const octets = Buffer.from(typeof nonce === 'string' ? nonce : '', 'base64url');
  if (octets.length < 30 || octets.toString('base64url') !== nonce) return false;
  const decipher = createDecipheriv('aes-256-gcm', seal, octets.subarray(0, 12)).setAuthTag(octets.subarray(12, 28));
  try {
    const text = Buffer.concat([decipher.update(octets.subarray(28)), decipher.final()]).toString();
    return Math.abs(Date.now() - Number(text)) < 40_000;
  } catch {
    return has('seal-unchecked');
  }
}

function secret(house: House, request: IncomingMessage, response: ServerResponse): void {
  const nonce = { 'DPoP-Nonce': sealed(house), 'Cache-Control': 'no-store' };
  const [field, ...more] = linesOf(request, 'authorization');
  try {
    if (field === undefined) throw new Refusal('', '');
    const [, scheme = '', token = ''] = /^([a-z]+) +([\w.~+/-]+=*)$/i.exec(field) ?? [];
    const found = house.tokens.get(token);
    if (more.length > 0 || found === undefined || found.ends < Date.now() / 1000)
      throw new Refusal('invalid_token', 'token');
    const isBearer = scheme.toLowerCase() === 'bearer';
    if (!isBearer && scheme.toLowerCase() !== 'dpop') throw new Refusal('invalid_token', 'scheme');
    const isDown = isBearer && house.has('bound-token-as-bearer');
    if (isBearer && !isDown && (found.jkt !== undefined || linesOf(request, 'dpop').length > 0))
      throw new Refusal('invalid_token', 'bound');
    if (!isBearer) checkBound(house, request, token);
    send(response, 200, { ...nonce, 'Content-Type': 'text/html' }, '<h1>Sealed &amp; open</h1>');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = error.code === '' ? '' : `error="${error.code}"`;
    const challenges = [`Bearer ${text || 'realm="sealed"'}`, `DPoP ${text}${text && ', '}algs="PS256"`];
    send(response, 401, { ...nonce, 'WWW-Authenticate': challenges }, '');
  }
}

function checkBound(house: House, request: IncomingMessage, token: string): void {
  const opened = proofOf(house, request, token);
  if (opened === undefined) throw badProof('a proof is wanted');
  if (opened.jkt !== house.tokens.get(token)?.jkt) throw new Refusal('invalid_token', 'another key');
  const { nonce } = opened.claims;
  const isMissing = nonce === undefined && house.has('nonce-left-out');
  if (!isMissing && !isUnsealed(house, nonce)) throw new Refusal('use_dpop_nonce', 'nonce');
}

export const sealedTime: Unlike = {
  id: 'sealed-time',
  summary: 'Nonces with the time sealed in, the age of iat ignored, PS256 and private_key_jwt, introspection',
  warned: { ...noDots, ...noLimits, 'RFC9449-11.1-02': 'Nobody remembers a jti: servers can (RFC 9449 11.1).' },
  defects: {
    'seal-unchecked': { summary: 'A nonce is taken whose seal is broken.', breaks: ['RFC9449-4.3-10', 'RFC9449-9-03'] },
    'nonce-left-out': {
      summary: 'A proof without nonce is taken, though one is offered.',
      breaks: ['RFC9449-11.3-01'],
      atMost: 'warn',
    },
    'introspection-of-another-key': { summary: 'Introspection shows another jkt.', breaks: ['RFC9449-6.2-01'] },
    'bound-token-as-bearer': {
      summary: 'A bound token is taken as Bearer.',
      breaks: ['RFC9449-7.2-01', 'RFC9449-7.2-02', 'RFC9449-7.2-11'],
    },
    'none-taken': { summary: 'The algorithm none is taken.', breaks: ['RFC9449-4.3-05a'] },
  },
  start,
};
