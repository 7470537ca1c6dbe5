import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { selfSigned } from './certificate.ts';
import { Inapplicable } from '../inapplicable.ts';
import { makeKey } from '../keys.ts';

const key = await makeKey('ES256');
const now = 1_800_000_000;

describe('a self-signed certificate', () => {
  const certificate = new X509Certificate(Buffer.from(selfSigned(key, now), 'base64'));

  test('holds the public key, and is signed by it', () => {
    const publicKey = createPublicKey(key.privateKey);
    expect(certificate.publicKey.equals(publicKey)).toBe(true);
    expect(certificate.verify(publicKey)).toBe(true);
  });

  test('is valid now, and names the same party twice', () => {
    const { validFromDate, validToDate, subject, issuer } = certificate;
    expect([validFromDate, validToDate].map((date) => date.getTime() / 1000 - now)).toEqual([-86_400, 86_400]);
    expect([subject, issuer]).toEqual(['CN=proofmark', 'CN=proofmark']);
  });

  test('is made for P-256 keys only', async () => {
    const rsa = await makeKey('RS256');
    expect(() => selfSigned(rsa, now)).toThrow(Inapplicable);
  });
});
