import type { ProofKey } from './proof-key.ts';
import { createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { type KeyKind, type SigningAlg, signingAlgs } from '../plan/values.ts';
import { makeSpecialKey } from './special-keys.ts';

const generate = promisify(generateKeyPair);

const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const;

export async function makeKey(alg: SigningAlg, rsaBits = 2048): Promise<ProofKey> {
  return keyFrom(alg, await makePrivateKey(alg, rsaBits));
}

/** Makes keys. An RSA key takes a tenth of a second or more, so each size and use gets only one. */
export type KeyPool = (alg: SigningAlg, rsaBits: number, use: 'own' | 'other', kind?: KeyKind) => Promise<ProofKey>;

export function createKeyPool(): KeyPool {
  const rsa = new Map<string, Promise<KeyObject>>();
  const usual = async (alg: SigningAlg, rsaBits: number, use: 'own' | 'other'): Promise<ProofKey> => {
    if (!/^[PR]S/.test(alg)) return makeKey(alg);
    const name = `${rsaBits} ${use}`;
    const key = rsa.get(name) ?? makePrivateKey(alg, rsaBits);
    rsa.set(name, key);
    return keyFrom(alg, await key);
  };
  return (alg, rsaBits, use, kind) =>
    kind === undefined ? usual(alg, rsaBits, use) : makeSpecialKey(kind, alg, (of) => usual(of, rsaBits, use));
}

export async function keyFrom(alg: SigningAlg, privateKey: KeyObject): Promise<ProofKey> {
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { alg, privateKey, publicJwk, jkt: await calculateJwkThumbprint(publicJwk) };
}

/** The public key in the text form of PEM. */
export function publicPem(key: ProofKey): string {
  return createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

async function makePrivateKey(alg: SigningAlg, rsaBits: number): Promise<KeyObject> {
  switch (alg) {
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return (await generate('ec', { namedCurve: curves[alg] })).privateKey;
    case 'EdDSA':
    case 'Ed25519':
      return (await generate('ed25519')).privateKey;
    case 'Ed448':
      return (await generate('ed448')).privateKey;
    case 'PS256':
    case 'PS384':
    case 'PS512':
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return (await generate('rsa', { modulusLength: rsaBits })).privateKey;
    default:
      alg satisfies never;
      throw new TypeError(`no such algorithm: ${String(alg)}`);
  }
}

/** The algorithm of a key when a descriptor names only the key. */
export function algOfJwk(jwk: JsonWebKey & { alg?: string }): SigningAlg | undefined {
  switch (jwk.kty) {
    case 'EC':
      return ({ 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' } as const)[jwk.crv as 'P-256'];
    case 'RSA':
      return signingAlgs.find((alg) => alg === jwk.alg && /^[PR]S/.test(alg)) ?? 'PS256';
    case 'OKP':
      return ['Ed25519', 'Ed448'].includes(jwk.crv ?? '') ? 'EdDSA' : undefined;
    default:
      return undefined;
  }
}

const blockSize = 8192;
let block = Buffer.alloc(0);
let used = 0;

/** Takes random bytes from a block made ahead, because a call for a few bytes costs as much as one for thousands. */
export function randomText(bytes: number): string {
  if (bytes > blockSize / 8) return randomBytes(bytes).toString('base64url');
  if (used + bytes > block.length) {
    block = randomBytes(blockSize);
    used = 0;
  }
  const start = used;
  used += bytes;
  return block.toString('base64url', start, used);
}
