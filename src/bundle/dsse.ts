import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import * as z from 'zod';

/** A signed statement (the DSSE envelope of secure-systems-lab). */
export const Envelope = z.strictObject({
  payloadType: z.literal('application/vnd.in-toto+json'),
  /** Base64 of the statement. */
  payload: z.string(),
  /** `keyid`: the thumbprint of the key (RFC 7638). `sig`: base64. */
  signatures: z
    .array(z.strictObject({ keyid: z.string(), sig: z.string() }))
    .min(1)
    .max(8),
});
export type Envelope = z.output<typeof Envelope>;

/** A key that signs, or that signatures are checked with: Ed25519, or ECDSA with P-256. */
export type Key = { readonly id: string; readonly key: KeyObject; readonly hash: 'sha256' | null };

/** What is wrong with a key, in a sentence without the key. */
export class UnfitKey extends Error {}

/** @throws UnfitKey */
export async function signingKey(text: string): Promise<Key> {
  const jwk = parsedJwk(text);
  if (typeof jwk['d'] !== 'string') throw new UnfitKey('it is no private JWK: its member "d" is missing');
  return keyOf(jwk, (key) => createPrivateKey({ key, format: 'jwk' }));
}

/** Takes a private JWK too, of which only the public part is used. @throws UnfitKey */
export async function checkingKey(text: string): Promise<Key> {
  return keyOf(parsedJwk(text), (key) => createPublicKey({ key, format: 'jwk' }));
}

type Members = Readonly<Record<string, unknown>>;

function parsedJwk(text: string): Members {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  } catch {
    // Said below.
  }
  throw new UnfitKey('it is no JSON Web Key: no JSON object');
}

async function keyOf(jwk: Members, make: (jwk: Members) => KeyObject): Promise<Key> {
  const kind = `${String(jwk['kty'])} ${String(jwk['crv'])}`;
  if (kind !== 'OKP Ed25519' && kind !== 'EC P-256')
    throw new UnfitKey('a key of another kind: Ed25519 (kty OKP) or P-256 (kty EC) is taken');
  try {
    return {
      id: await calculateJwkThumbprint(jwk),
      key: make(jwk),
      hash: kind === 'EC P-256' ? 'sha256' : null,
    };
  } catch {
    throw new UnfitKey('its members do not make a key');
  }
}

/** The octets that are signed: they hold the type too, so that no signature serves another kind of payload. */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

export function signEnvelope(payload: Uint8Array, { id, key, hash }: Key): Envelope {
  const payloadType = 'application/vnd.in-toto+json';
  const signature = sign(hash, preAuthenticationEncoding(payloadType, payload), { key, dsaEncoding: 'ieee-p1363' });
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: id, sig: signature.toString('base64') }],
  };
}

/** Whether a signature of the envelope was made with the key. What it names as the key does not count. */
export function isSignedBy({ payloadType, payload, signatures }: Envelope, { key, hash }: Key): boolean {
  const signed = preAuthenticationEncoding(payloadType, Buffer.from(payload, 'base64'));
  return signatures.some(({ sig }) => {
    const signature = Buffer.from(sig, 'base64');
    return signature.length === 64 && verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  });
}
