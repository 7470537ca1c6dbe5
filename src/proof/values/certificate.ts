import { createPublicKey, sign } from 'node:crypto';
import { Inapplicable } from '../inapplicable.ts';
import type { ProofKey } from '../proof-key.ts';

/** The smallest certificate of a P-256 key that RFC 5280 §4.1 allows, in the base64 of `x5c` (RFC 7515 §4.1.6). */
export function selfSigned({ alg, privateKey }: ProofKey, now: number): string {
  if (alg !== 'ES256') throw new Inapplicable(`no certificate is made for a key of ${alg}`);
  const serial = der(0x02, Buffer.of(1));
  const validity = sequence(utcTime(now - day), utcTime(now + day));
  const subjectKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = sequence(serial, ecdsaWithSha256, name, validity, name, subjectKey);
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey));
  return sequence(body, ecdsaWithSha256, signature).toString('base64');
}

const day = 86_400;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  // Two octets are enough for every length here.
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...octets), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);

/** 1.2.840.10045.4.3.2 (RFC 5758 §3.2). */
const ecdsaWithSha256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

/** One commonName, 2.5.4.3. */
const name = sequence(
  der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('proofmark')))),
);

function utcTime(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}
