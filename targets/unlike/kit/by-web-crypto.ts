// Opens proofs with the Web Cryptography API, as code for edge servers does.
import type { webcrypto } from 'node:crypto';
import { badProof, type Opened } from './refusal.ts';
import type { Has } from './unlike.ts';

const { subtle } = globalThis.crypto;

type Dictionary = Readonly<Record<string, unknown>>;

const parameters: Readonly<Record<string, { readonly curve: string; readonly hash: string }>> = {
  ES256: { curve: 'P-256', hash: 'SHA-256' },
  ES384: { curve: 'P-384', hash: 'SHA-384' },
  ES512: { curve: 'P-521', hash: 'SHA-512' },
};

export async function sha256(text: string): Promise<string> {
  return Buffer.from(await subtle.digest('SHA-256', Buffer.from(text))).toString('base64url');
}

/** The checks 2 to 7 of RFC 9449 4.3. Defects: `private-key-taken`, `signature-unchecked`, `none-taken`, `crit-ignored`. */
export async function openByWebCrypto(text: string, algs: readonly string[], has: Has): Promise<Opened> {
  const match = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(text);
  if (match === null) throw badProof('this is no compact JWS');
  const [, head = '', body = '', tail = ''] = match;
  const { typ, alg, jwk, crit } = parse(head);
  const claims = parse(body);
  if (typ !== 'dpop+jwt') throw badProof('typ is not dpop+jwt');
  if (crit !== undefined && !has('crit-ignored')) throw badProof('crit is not understood');
  const { kty, crv, x, y, d } = dictionary(jwk);
  if (d !== undefined && !has('private-key-taken')) throw badProof('jwk is private');
  if (alg === 'none' && has('none-taken')) return { claims, jkt: await sha256(JSON.stringify({ crv, kty, x, y })) };
  if (typeof alg !== 'string' || !algs.includes(alg)) throw badProof('alg is not taken here');
  const { curve = '', hash = '' } = parameters[alg] ?? {};
  if (kty !== 'EC' || crv !== curve || typeof x !== 'string' || typeof y !== 'string') throw badProof('jwk');
  const isGood = await isSigned({ kty, crv, x, y }, hash, `${head}.${body}`, decode(tail)).catch(() => {
    throw badProof('jwk is no key');
  });
  if (!isGood && !has('signature-unchecked')) throw badProof('the signature is wrong');
  return { claims, jkt: await sha256(JSON.stringify({ crv, kty, x, y })) };
}

async function isSigned(
  jwk: webcrypto.JsonWebKey,
  hash: string,
  data: string,
  signature: Buffer<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: jwk.crv ?? '', hash };
  const key = await subtle.importKey('jwk', jwk, algorithm, true, ['verify']);
  const { x, y } = await subtle.exportKey('jwk', key);
  if (x !== jwk.x || y !== jwk.y) throw new TypeError('the coordinates are spelt otherwise');
  return subtle.verify(algorithm, key, signature, Buffer.from(data));
}

function decode(part: string): Buffer<ArrayBuffer> {
  const octets = Buffer.from(part, 'base64url');
  if (octets.toString('base64url') !== part) throw badProof('base64url');
  return octets;
}

function parse(part: string): Dictionary {
  try {
    return dictionary(JSON.parse(decode(part).toString('utf8')) as unknown);
  } catch {
    throw badProof('this is no JSON');
  }
}

function dictionary(value: unknown): Dictionary {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badProof('an object is missing');
  return value as Dictionary;
}
