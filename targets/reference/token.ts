import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { referenceSigningJwk } from './as/clients.ts';
import { prune, type Store } from './as/store.ts';
import { decodeBase64url } from './proof/base64url.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from './proof/json.ts';

/** The claims of RFC 9068 that this server uses. */
export interface AccessToken {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly client_id: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly cnf?: unknown;
}

const privateKey = createPrivateKey({ key: { ...referenceSigningJwk }, format: 'jwk' });
const publicKey = createPublicKey({ key: { ...referenceSigningJwk }, format: 'jwk' });

export function publicSigningJwk(): JsonObject {
  const { kid, kty, crv, x, y } = referenceSigningJwk;
  return { kid, kty, crv, x, y, use: 'sig', alg: 'ES256' };
}

export function encodeToken(claims: AccessToken, opaque: boolean, store: Store): string {
  if (!opaque) return signToken(claims);
  prune(store.opaqueTokens, claims.iat);
  const token = randomBytes(24).toString('base64url');
  store.opaqueTokens.set(token, claims);
  return token;
}

export function signToken(claims: AccessToken): string {
  const header = { typ: 'at+jwt', alg: 'ES256', kid: referenceSigningJwk.kid };
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

export interface TokenRules {
  readonly now: number;
  readonly issuer: string;
  readonly audience: string;
  readonly ignoreExpiry: boolean;
  readonly ignoreAudience: boolean;
}

/** The claims of a live token; opaque ones are looked up, JWTs are verified (RFC 9068 4). */
export function readToken(token: string, store: Store, rules: TokenRules): AccessToken | undefined {
  const claims = store.opaqueTokens.get(token) ?? verifyToken(token);
  if (!claims || claims.iss !== rules.issuer || store.revoked.has(claims.jti)) return undefined;
  if (claims.aud !== rules.audience && !rules.ignoreAudience) return undefined;
  return rules.now < claims.exp || rules.ignoreExpiry ? claims : undefined;
}

function verifyToken(token: string): AccessToken | undefined {
  const segments = token.split('.');
  const [header, payload, signature] = segments.map((segment) => decodeBase64url(segment));
  if (!header || !payload || !signature || segments.length !== 3) return undefined;
  const { typ, alg } = parseJsonObject(header) ?? {};
  if (typ !== 'at+jwt' || alg !== 'ES256') return undefined;
  const input = Buffer.from(segments.slice(0, 2).join('.'));
  if (!verify('sha256', input, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)) return undefined;
  const claims = parseJsonObject(payload);
  return claims && isAccessToken(claims) ? claims : undefined;
}

function isAccessToken(claims: JsonObject): claims is JsonObject & AccessToken {
  const { iss, sub, aud, exp, jti } = claims;
  return [iss, sub, aud, jti].every((claim) => typeof claim === 'string') && typeof exp === 'number';
}

/** The thumbprint of RFC 9449 6.1, if the token has one. */
export function boundKey({ cnf }: Pick<AccessToken, 'cnf'>): string | undefined {
  return isJsonObject(cnf) && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;
}
