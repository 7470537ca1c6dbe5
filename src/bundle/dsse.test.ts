import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkingKey, isSignedBy, preAuthenticationEncoding, signEnvelope, signingKey } from './dsse.ts';

const payload = Buffer.from('{"a":1}');
const jwkOf = (kind: 'ed25519' | 'p256' | 'rsa'): string => {
  const { privateKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify(privateKey.export({ format: 'jwk' }));
};
const withoutPrivate = (jwk: string): string => {
  const { d: _d, ...rest } = JSON.parse(jwk) as Record<string, unknown>;
  return JSON.stringify(rest);
};

test('what is signed is what the specification of DSSE prints', () => {
  const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world'));
  expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  expect(preAuthenticationEncoding('tybé', Buffer.from('x')).toString()).toBe('DSSEv1 5 tybé 1 x');
});

describe.each(['ed25519', 'p256'] as const)('an envelope signed by a key of the kind %s', (kind) => {
  test('is known by the public key, and by no other one', async () => {
    const jwk = jwkOf(kind);
    const envelope = signEnvelope(payload, await signingKey(jwk));
    const own = await checkingKey(withoutPrivate(jwk));
    expect(envelope.signatures.map(({ keyid }) => keyid)).toEqual([own.id]);
    expect([isSignedBy(envelope, own), isSignedBy(envelope, await checkingKey(jwkOf(kind)))]).toEqual([true, false]);
    expect(isSignedBy(envelope, await checkingKey(jwkOf(kind === 'p256' ? 'ed25519' : 'p256')))).toBe(false);
  });

  test('is not, once its payload, its signature or the key that it names is changed to serve another one', async () => {
    const jwk = jwkOf(kind);
    const [own, other] = [await checkingKey(jwk), await checkingKey(jwkOf(kind))];
    const envelope = signEnvelope(payload, await signingKey(jwk));
    const [signature] = envelope.signatures;
    const changed = { ...envelope, payload: Buffer.from('{"a":2}').toString('base64') };
    const torn = { ...envelope, signatures: [{ keyid: own.id, sig: 'AAAA' }] };
    const renamed = { ...envelope, signatures: [{ keyid: other.id, sig: signature?.sig ?? '' }] };
    expect([isSignedBy(changed, own), isSignedBy(torn, own), isSignedBy(renamed, other)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test.each([
  ['of another kind', jwkOf('rsa'), 'a key of another kind'],
  ['that is public', withoutPrivate(jwkOf('p256')), 'it is no private JWK'],
  ['that is no JSON', '-----BEGIN', 'it is no JSON Web Key'],
  ['that is broken', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}', 'its members do not make a key'],
])('a key %s signs nothing, and no message repeats it', async (_, jwk, said) => {
  await expect(signingKey(jwk)).rejects.toThrow(said);
});
