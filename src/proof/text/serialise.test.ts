import { createHmac, createPublicKey, verify } from 'node:crypto';
import { compactVerify, EmbeddedJWK, flattenedVerify, generalVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Op, OpOf } from '../../plan/ops.ts';
import { concretise } from '../concretise.ts';
import { makeKey, publicPem } from '../keys.ts';
import { atToken, decode, key, otherKey, surroundings, tokenRequest } from '../proof.fixture.ts';
import { octSecret } from '../values/thumbprint.ts';

const proofWith = async (...ops: readonly Op[]): Promise<string> => (await atToken(...ops)).proof ?? '';
const isGood = (proof: string): Promise<boolean> =>
  compactVerify(proof, EmbeddedJWK).then(
    () => true,
    () => false,
  );
const inputOf = (proof: string): Buffer => Buffer.from(proof.split('.').slice(0, 2).join('.'));

describe('the signer', () => {
  test('the key in jwk: good', async () => {
    expect(await isGood(await proofWith({ op: 'sign', by: 'own' }))).toBe(true);
  });

  test('another key, which is that of the other tokens', async () => {
    const proof = await proofWith({ op: 'sign', by: 'other' });
    const other = createPublicKey((await otherKey()).privateKey);
    const options = { key: other, dsaEncoding: 'ieee-p1363' } as const;
    expect([await isGood(proof), verify('sha256', inputOf(proof), options, decode(proof).signature)]).toEqual([
      false,
      true,
    ]);
  });

  test('nobody', async () => {
    expect((await proofWith({ op: 'sign', by: 'nobody' })).endsWith('.')).toBe(true);
  });

  test.each([
    ['hmac-jwk', JSON.stringify(key.publicJwk)],
    ['hmac-pem', publicPem(key)],
    ['hmac-oct', octSecret],
  ] as const)('%s', async (by, secret) => {
    const proof = await proofWith({ op: 'sign', by });
    expect(decode(proof).signature).toEqual(createHmac('sha256', secret).update(inputOf(proof)).digest());
  });

  test('with another key the whole proof is good, and shows that key', async () => {
    const made = await atToken({ op: 'key', use: 'other', alg: 'PS256' });
    expect([await isGood(made.proof ?? ''), made.key]).toEqual([true, await otherKey('PS256')]);
  });

  test('a key too short for the algorithm does not apply', async () => {
    const op: Op = { op: 'key', use: 'other', alg: 'PS512', rsaBits: 1024 };
    await expect(proofWith(op)).rejects.toThrow('this key cannot sign with PS512');
  });
});

describe('an edit of the signature', () => {
  test.each<readonly [OpOf<'signature'>['edit'], number]>([
    ['flip-first', 64],
    ['zero', 64],
    ['empty', 0],
    ['truncate', 63],
    ['extend', 65],
  ])('%s spoils it', async (edit, length) => {
    const proof = await proofWith({ op: 'signature', edit });
    expect([decode(proof).signature.length, await isGood(proof)]).toEqual([length, false]);
  });

  test('der is the same signature in DER', async () => {
    const proof = await proofWith({ op: 'signature', edit: 'der' });
    const options = { key: createPublicKey(key.privateKey), dsaEncoding: 'der' } as const;
    expect([await isGood(proof), verify('sha256', inputOf(proof), options, decode(proof).signature)]).toEqual([
      false,
      true,
    ]);
  });

  test('negate-s is good', async () => {
    expect(await isGood(await proofWith({ op: 'signature', edit: 'negate-s' }))).toBe(true);
  });

  test('spare-bits is another spelling of the same bytes', async () => {
    const [, , spelt = ''] = (await proofWith({ op: 'signature', edit: 'spare-bits' })).split('.');
    expect(Buffer.from(spelt, 'base64url').toString('base64url')).not.toBe(spelt);
    expect(spelt.length).toBe(86);
  });

  test.each<readonly [string, readonly Op[]]>([
    [
      'where there is none',
      [
        { op: 'sign', by: 'nobody' },
        { op: 'signature', edit: 'flip-first' },
      ],
    ],
    [
      'where it is a MAC',
      [
        { op: 'sign', by: 'hmac-jwk' },
        { op: 'signature', edit: 'negate-s' },
      ],
    ],
    [
      'where it is RSA',
      [
        { op: 'key', use: 'other', alg: 'RS256' },
        { op: 'signature', edit: 'der' },
      ],
    ],
    [
      'where base64url leaves no spare bits',
      [
        { op: 'key', use: 'other', alg: 'ES384' },
        { op: 'signature', edit: 'spare-bits' },
      ],
    ],
  ])('does not apply %s', async (_, ops) => {
    await expect(proofWith(...ops)).rejects.toThrow(expect.objectContaining({ name: 'Inapplicable' }) as Error);
  });
});

describe('an edit of the serialisation', () => {
  const cut = async (edit: OpOf<'segments'>['edit']): Promise<string> => proofWith({ op: 'segments', edit });

  test.each<readonly [OpOf<'segments'>['edit'], RegExp]>([
    ['drop-signature', /^[\w-]+\.[\w-]+$/],
    ['drop-payload', /^[\w-]+\.\.[\w-]+$/],
    ['extra-segment', /^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/],
    ['padded', /^[\w-]+={0,2}\.[\w-]+={0,2}\.[\w-]{86}==$/],
    ['inner-space', /^[\w-]+\. [\w-]+\.[\w-]+$/],
    ['double-encoded', /^[\w-]+$/],
  ])('%s', async (edit, form) => {
    expect(await cut(edit)).toMatch(form);
  });

  test('standard-base64 has always a character that base64url lacks', async () => {
    for (let round = 0; round < 50; round += 1) expect(await cut('standard-base64')).toMatch(/[+/]/);
  });

  // Otherwise a lawful proof would be sent as a faulty one.
  test('standard-base64 is another text with a deterministic signature too, or does not apply', async () => {
    const session = { ...surroundings, key: await makeKey('EdDSA') };
    for (let round = 0; round < 100; round += 1) {
      const made = concretise(tokenRequest, [{ op: 'segments', edit: 'standard-base64' }], session);
      expect(
        await made.then(
          ({ proof = '' }) => /[+/]/.test(proof),
          (error: unknown) => error instanceof Error && error.name === 'Inapplicable',
        ),
      ).toBe(true);
    }
  });

  test('json-flattened and json-general are the good proof in the other serialisations of RFC 7515 §7.2', async () => {
    const flattened = JSON.parse(await cut('json-flattened')) as Parameters<typeof flattenedVerify>[0];
    const general = JSON.parse(await cut('json-general')) as Parameters<typeof generalVerify>[0];
    await expect(flattenedVerify(flattened, EmbeddedJWK)).resolves.toBeDefined();
    await expect(generalVerify(general, EmbeddedJWK)).resolves.toBeDefined();
  });
});

describe('an edit of the JSON text', () => {
  const payload = async (edit: OpOf<'json'>['edit']): Promise<Buffer> =>
    Buffer.from((await proofWith({ op: 'json', part: 'payload', edit })).split('.')[1] ?? '', 'base64url');

  test.each<readonly [OpOf<'json'>['edit'], RegExp]>([
    ['array', /^\[\{.*\}\]$/s],
    ['string', /^"\{.*\}"$/s],
    ['null', /^null$/],
    ['empty', /^$/],
    ['truncated', /^\{.*[^}]$/s],
    ['bom', /^\uFEFF\{.*\}$/s],
    ['padded', /^ \r\n\t\{.*\} \n$/s],
    ['trailing-garbage', /^\{.*\}x$/s],
    ['invalid-utf8', /^\{.*,"x":"\uFFFD\uFFFD"\}$/s],
  ])('%s', async (edit, form) => {
    expect((await payload(edit)).toString('utf8')).toMatch(form);
  });

  test('utf16', async () => {
    expect((await payload('utf16')).toString('utf16le')).toMatch(/^\{.*\}$/s);
  });

  test('is signed as it then stands', async () => {
    expect(await isGood(await proofWith({ op: 'json', part: 'payload', edit: 'padded' }))).toBe(true);
  });

  test.each([
    ['first', /^\{"typ":"JWT","typ":"dpop\+jwt",/],
    ['last', /,"typ":"JWT"\}$/],
  ] as const)('a second member stands %s', async (position, form) => {
    const proof = await proofWith({ op: 'duplicate-member', part: 'header', name: 'typ', value: 'JWT', position });
    expect(Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString()).toMatch(form);
  });
});
