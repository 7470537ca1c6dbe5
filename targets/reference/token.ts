import type { AccessToken } from './access-token.ts';
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { referenceSigningJwk } from './as/clients.ts';
import { prune, type Store } from './as/store.ts';
import type { Defects } from './defects.ts';
import { decodeBase64url } from './proof/base64url.ts';
import { thumbprint } from './proof/thumbprint.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from './proof/json.ts';

const privateKey = createPrivateKey({ key: { ...referenceSigningJwk }, format: 'jwk' });

export function publicSigningJwk(): JsonObject {
  const { kid, kty, crv, x, y } = referenceSigningJwk;
  return { kid, kty, crv, x, y, use: 'sig', alg: 'ES256' };
}

export function encodeToken(claims: AccessToken, opaque: boolean, store: Store): string {
  if (!opaque) return signToken(claims);
  // They are kept for longer than any leeway, or for a defect to show.
  prune(store.opaqueTokens, claims.iat - 900);
  const token = randomBytes(24).toString('base64url');
  store.opaqueTokens.set(token, claims);
  return token;
}

export function signToken(claims: AccessToken): string {
  return signJwt('at+jwt', claims);
}

export function signJwt(typ: string, claims: object): string {
  const header = { typ, alg: 'ES256', kid: referenceSigningJwk.kid };
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

export interface TokenRules {
  readonly now: number;
  readonly issuer: string;
  readonly audience: string;
  readonly defects: Defects;
  /** Seconds after its end for which a token is taken. */
  readonly leeway?: number;
}

/** The claims of a live token. Opaque tokens are looked up, and JWTs are verified (RFC 9068 4). */
export function readToken(token: string, store: Store, rules: TokenRules): AccessToken | undefined {
  const { defects, now, leeway = 0 } = rules;
  const claims = lookUp(token, store, defects) ?? verifyToken(token, defects);
  const isRevoked = claims !== undefined && store.revoked.has(claims.jti);
  if (!claims || (isRevoked && !defects.has('opaque-revoked-accepted'))) return undefined;
  const live =
    (claims.iss === rules.issuer || defects.has('token-iss-unchecked')) &&
    ([claims.aud].flat().includes(rules.audience) || defects.has('token-aud-unchecked')) &&
    (now < claims.exp + leeway || lives(token, store, defects)) &&
    (claims.nbf === undefined || claims.nbf <= now || defects.has('token-nbf-unchecked'));
  return live ? claims : undefined;
}

/** Whether the token never ends, by a defect. */
function lives(token: string, { opaqueTokens }: Store, defects: Defects): boolean {
  if (defects.has('token-exp-unchecked') || defects.has('introspection-exp-unchecked')) return true;
  return defects.has('opaque-exp-unchecked') && opaqueTokens.has(token);
}

function lookUp(token: string, { opaqueTokens }: Store, defects: Defects): AccessToken | undefined {
  const same = (known: string): boolean =>
    (defects.has('opaque-prefix-compared') && token.length >= 16 && known.slice(0, 16) === token.slice(0, 16)) ||
    (defects.has('opaque-case-folded') && known.toLowerCase() === token.toLowerCase());
  return opaqueTokens.get(token) ?? [...opaqueTokens].find(([known]) => same(known))?.[1];
}

function verifyToken(token: string, defects: Defects): AccessToken | undefined {
  const segments = token.split('.');
  const [header, payload, signature] = segments.map((segment) => decodeBase64url(segment));
  const surplus = segments.length > 3 && defects.has('token-extra-segments-ignored');
  if (!header || !payload || !signature || (segments.length !== 3 && !surplus)) return undefined;
  const { typ, alg, jwk } = parseJsonObject(header) ?? {};
  if (typ !== 'at+jwt') return undefined;
  const input = Buffer.from(segments.slice(0, 2).join('.'));
  const unsigned = alg === 'none' && defects.has('token-alg-none-accepted');
  const unverified = alg === 'ES256' && defects.has('token-signature-unchecked');
  const key = isJsonObject(jwk) && defects.has('token-embedded-jwk-trusted') ? jwk : publicSigningJwk();
  if (!unsigned && !unverified && !(alg === 'ES256' && verifiesWith(key, input, signature))) return undefined;
  const claims = parseJsonObject(payload);
  return claims && isAccessToken(claims) ? claims : undefined;
}

/** A defect: any JWT that verifies with its own key counts as a token bound to that key. */
export function proofAsToken(token: string, { now, issuer, origin }: Trusting): AccessToken | undefined {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { jwk } = parseJsonObject(Buffer.from(header, 'base64url')) ?? {};
  const input = Buffer.from(`${header}.${payload}`);
  if (!isJsonObject(jwk) || jwk.kty !== 'EC' || !verifiesWith(jwk, input, Buffer.from(signature, 'base64url')))
    return undefined;
  const cnf = { jkt: thumbprint({ jwk, kty: 'EC' }) };
  const times = { iat: now(), exp: now() + 1 };
  return { iss: issuer, sub: 'nobody', aud: origin, client_id: '', scope: '', jti: '', ...times, cnf };
}

type Trusting = { readonly now: () => number; readonly issuer: string; readonly origin: string };

function verifiesWith(jwk: JsonObject, input: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

function isAccessToken(claims: JsonObject): claims is JsonObject & AccessToken {
  const { iss, sub, aud, exp, nbf, jti } = claims;
  const audiences = [aud].flat();
  return (
    [iss, sub, jti, ...audiences].every((claim) => typeof claim === 'string') &&
    typeof exp === 'number' &&
    (nbf === undefined || typeof nbf === 'number')
  );
}

/** The thumbprint of RFC 9449 6.1, if the token has one. */
export function boundKey({ cnf }: Pick<AccessToken, 'cnf'>): string | undefined {
  return isJsonObject(cnf) && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;
}
