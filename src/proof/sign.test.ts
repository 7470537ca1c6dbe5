import { createHmac, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { signingAlgs } from '../plan/values.ts';
import { algOfJwk, createKeyPool, keyFrom, makeKey } from './keys.ts';
import { macWith, negateS, signWith, toDer } from './sign.ts';

const pool = createKeyPool();
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

describe('a signature', () => {
  // The library knows no Ed448.
  test.each(signingAlgs.filter((alg) => alg !== 'Ed448'))('with %s is one that jose verifies', async (alg) => {
    const { privateKey, publicJwk } = await pool(alg, 2048, 'own');
    const input = `${base64url(JSON.stringify({ alg }))}.${base64url('payload')}`;
    const text = `${input}.${signWith(alg, privateKey, input).toString('base64url')}`;
    const { payload } = await compactVerify(text, publicJwk);
    expect(Buffer.from(payload).toString()).toBe('payload');
  });

  test('with Ed448 has 114 octets and verifies', async () => {
    const { privateKey } = await makeKey('Ed448');
    const raw = signWith('Ed448', privateKey, 'text');
    expect([raw.length, verify(null, Buffer.from('text'), createPublicKey(privateKey), raw)]).toEqual([114, true]);
  });

  // One half in 256 begins with a zero octet, which DER drops; one in two begins with a bit that DER pads.
  test.each([
    ['ES256', 64, 1200],
    ['ES384', 96, 40],
    ['ES512', 132, 40],
  ] as const)('with %s always has %i octets, leading zeros among them', async (alg, length, rounds) => {
    const { privateKey } = await makeKey(alg);
    const key = createPublicKey(privateKey);
    const [hash, text] = [`sha${alg.slice(2)}`, Buffer.from('text')];
    const signatures = Array.from({ length: rounds }, () => signWith(alg, privateKey, 'text'));
    expect(new Set(signatures.map((raw) => raw.length))).toEqual(new Set([length]));
    expect(signatures.every((raw) => verify(hash, text, { key, dsaEncoding: 'ieee-p1363' }, raw))).toBe(true);
  });

  test('by a key of another kind is as long as that kind makes it', async () => {
    const lengths = (['ES384', 'ES512', 'PS256'] as const).map(
      async (alg) => signWith('ES256', (await pool(alg, 2048, 'own')).privateKey, 'text').length,
    );
    expect(await Promise.all(lengths)).toEqual([96, 132, 256]);
  });

  test.each(['ES256', 'ES384', 'ES512'] as const)('with %s in DER verifies as DER and not as R‖S', async (alg) => {
    const { privateKey } = await makeKey(alg);
    const publicKey = createPublicKey(privateKey);
    const hash = `sha${alg.slice(2)}`;
    for (let round = 0; round < 20; round += 1) {
      const der = toDer(signWith(alg, privateKey, 'text'));
      expect(verify(hash, Buffer.from('text'), { key: publicKey, dsaEncoding: 'der' }, der)).toBe(true);
      expect(verify(hash, Buffer.from('text'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, der)).toBe(false);
    }
  });

  test.each(['ES256', 'ES384'] as const)('with %s verifies with n − s too, which is another signature', async (alg) => {
    const { privateKey } = await makeKey(alg);
    const key = createPublicKey(privateKey);
    const raw = signWith(alg, privateKey, 'text');
    const negated = negateS(alg, raw) ?? Buffer.alloc(0);
    expect(verify(`sha${alg.slice(2)}`, Buffer.from('text'), { key, dsaEncoding: 'ieee-p1363' }, negated)).toBe(true);
    expect(negated.equals(raw)).toBe(false);
    expect(negateS(alg, negated)).toEqual(raw);
  });

  test.each([
    ['ES512', 132],
    ['RS256', 256],
    ['ES256', 32],
    ['ES256', 0],
  ])('with %s of %i bytes has no n − s', (alg, length) => {
    expect(negateS(alg, Buffer.alloc(length, 1))).toBe(undefined);
  });

  test('by MAC is HMAC-SHA256', () => {
    expect(macWith('k', 'text')).toEqual(createHmac('sha256', 'k').update('text').digest());
  });
});

describe('a key', () => {
  // RFC 8037 Appendix A.1 and A.3.
  test('has the thumbprint that RFC 8037 prints for it', async () => {
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    };
    const { jkt, publicJwk } = await keyFrom('EdDSA', createPrivateKey({ key: jwk, format: 'jwk' }));
    expect({ jkt, publicJwk }).toEqual({
      jkt: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      publicJwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x },
    });
  });

  // RFC 9449 Figures 2 and 9.
  test('has the thumbprint that RFC 9449 prints for it', async () => {
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
      y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    };
    expect(await calculateJwkThumbprint(jwk)).toBe('0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
  });

  test.each([
    [{ kty: 'EC', crv: 'P-384' }, 'ES384'],
    [{ kty: 'EC', crv: 'secp256k1' }, undefined],
    [{ kty: 'RSA' }, 'PS256'],
    [{ kty: 'RSA', alg: 'RS256' }, 'RS256'],
    [{ kty: 'OKP', crv: 'Ed25519' }, 'EdDSA'],
    [{ kty: 'OKP', crv: 'X25519' }, undefined],
    [{ kty: 'oct' }, undefined],
  ])('%o signs with %s', (jwk, alg) => {
    expect(algOfJwk(jwk)).toBe(alg);
  });

  test('of a pool is made once for RSA and each time else', async () => {
    const twice = async (alg: 'RS256' | 'ES256'): Promise<boolean> =>
      (await pool(alg, 2048, 'own')).jkt === (await pool(alg, 2048, 'own')).jkt;
    expect([await twice('RS256'), await twice('ES256')]).toEqual([true, false]);
    expect((await pool('RS256', 2048, 'own')).jkt).not.toBe((await pool('RS256', 2048, 'other')).jkt);
  });
});
