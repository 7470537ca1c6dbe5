import { createHash, webcrypto } from 'node:crypto';

const { subtle } = webcrypto;

const kinds = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  Ed25519: { name: 'Ed25519' },
};

/** The first algorithm of ours that a server lists, as an application does that reads the metadata (RFC 9449 5.1). */
export function chooseAlgorithm(listed, ours = Object.keys(kinds)) {
  const alg = ours.find((name) => listed?.includes(name) ?? true);
  if (alg === undefined) throw new Error('the server lists no algorithm of this client');
  return alg;
}

/** A new pair of keys; its private key can be exported, so that it can be saved. */
export function newKeys(alg) {
  return subtle.generateKey(kinds[alg], true, ['sign', 'verify']);
}

export async function keepKeys(alg, { privateKey }) {
  return { alg, jwk: await subtle.exportKey('jwk', privateKey) };
}

export async function takeKeys({ alg, jwk }) {
  const { kty, crv, x, y, n, e } = jwk;
  return {
    privateKey: await subtle.importKey('jwk', jwk, kinds[alg], true, ['sign']),
    publicKey: await subtle.importKey('jwk', { kty, crv, x, y, n, e }, kinds[alg], true, ['verify']),
  };
}

/** The key of a client for private_key_jwt. */
export function signingKey(jwk) {
  return subtle.importKey('jwk', jwk, kinds.ES256, false, ['sign']);
}

/** The public key as a JWK, and its thumbprint (RFC 7638 3.2). */
export async function publicPart({ publicKey }) {
  const { kty, crv, x, y, n, e } = await subtle.exportKey('jwk', publicKey);
  const publicJwk = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y };
  return { publicJwk, thumbprint: createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url') };
}
