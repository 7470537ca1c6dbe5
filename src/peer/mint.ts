import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes, sign } from 'node:crypto';

/** The keys of an authorization server. They serve all cases of a run. */
export type Mint = {
  /** A signed JWT access token (RFC 9068), bound to the key of this thumbprint. */
  readonly accessToken: (claims: Readonly<Record<string, unknown>>) => string;
  /** An ID Token (OpenID Connect), RS256. */
  readonly idToken: (claims: Readonly<Record<string, unknown>>) => string;
  readonly jwks: () => { readonly keys: readonly JsonWebKey[] };
};

export function createMint(): Mint {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  let rsa: KeyObject | undefined;
  // It takes a tenth of a second, and few clients ask for an ID Token.
  const rsaKey = (): KeyObject => (rsa ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  return {
    accessToken: (claims) => signed({ typ: 'at+jwt', alg: 'ES256', kid: 'at' }, claims, ec),
    idToken: (claims) => signed({ typ: 'JWT', alg: 'RS256', kid: 'id' }, claims, rsaKey()),
    jwks: () => ({ keys: [publicJwk(ec, 'ES256', 'at'), publicJwk(rsaKey(), 'RS256', 'id')] }),
  };
}

function publicJwk(key: KeyObject, alg: string, kid: string): JsonWebKey {
  return { ...createPublicKey(key).export({ format: 'jwk' }), alg, kid, use: 'sig' };
}

function signed(header: object, claims: object, key: KeyObject): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** An unguessable text, URL-safe. */
export function randomText(bytes = 24): string {
  return randomBytes(bytes).toString('base64url');
}
