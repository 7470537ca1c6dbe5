import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { makeKey } from '../../proof/keys.ts';
import { freePort } from '../ports.ts';
import { mintIssuer } from './mint-server.ts';
import { createMinter, readSigningKey } from './mint.ts';

const key = { ...(await makeKey('ES256')), kid: 'k1' };
const proofKey = await makeKey('ES256');
const claims = {
  audience: 'urn:api',
  scope: 'read',
  subject: 'alice',
  claims: { tenant: 't' },
  lifetimeSeconds: 60,
  typ: 'at+jwt',
};
const mint = createMinter({
  issuer: 'https://as.example',
  key,
  claims,
  now: () => Math.floor(Date.now() / 1000),
});
const keys = createLocalJWKSet({ keys: [{ ...key.publicJwk, kty: 'EC', kid: key.kid }] });
const lawful = { jkt: 'the-thumbprint', set: {}, remove: [], by: 'issuer' } as const;
const rules = { issuer: 'https://as.example', audience: 'urn:api', typ: 'at+jwt' };

describe('a minted access token', () => {
  test('is a JWT access token that verifies with the issuer, bound as asked', async () => {
    const { accessToken } = await mint(lawful);
    const { payload } = await jwtVerify(accessToken, keys, rules);
    expect(payload).toMatchObject({ sub: 'alice', scope: 'read', tenant: 't', cnf: { jkt: 'the-thumbprint' } });
  });

  test('has claims set and removed', async () => {
    const { accessToken } = await mint({ ...lawful, set: { aud: 'urn:other' }, remove: ['cnf'] });
    const { payload } = await jwtVerify(accessToken, keys, { ...rules, audience: 'urn:other' });
    expect(payload).not.toHaveProperty('cnf');
  });

  test.each([['broken'], ['nobody'], ['other'], [proofKey]] as const)(
    'does not verify when signed otherwise (%#)',
    async (by) => {
      const { accessToken } = await mint({ ...lawful, by });
      await expect(jwtVerify(accessToken, keys, rules)).rejects.toThrow(/signature|alg|JWK/i);
    },
  );

  test('shows the key that signed it, when asked to', async () => {
    const { accessToken } = await mint({ ...lawful, by: proofKey, showsKey: true });
    expect(decodeProtectedHeader(accessToken)).toEqual({ typ: 'at+jwt', alg: 'ES256', jwk: proofKey.publicJwk });
  });
});

test('Proofmark as issuer signs with the algorithm that the descriptor names, a stranger too', async () => {
  const source = { ...claims, from: 'mint', port: await freePort(), alg: 'RS256' } as const;
  const issuer = await mintIssuer(source, () => Math.floor(Date.now() / 1000));
  try {
    const own = createRemoteJWKSet(new URL(`http://127.0.0.1:${source.port}/jwks`));
    const token = await issuer.bound(proofKey);
    const { protectedHeader } = await jwtVerify(token?.accessToken ?? '', own, { algorithms: ['RS256'] });
    const foreign = await issuer.mint?.({ ...lawful, by: 'other' });
    await expect(jwtVerify(foreign?.accessToken ?? '', own)).rejects.toThrow('signature verification failed');
    expect(protectedHeader.kid).toBe(decodeProtectedHeader(foreign?.accessToken ?? '').kid);
  } finally {
    await issuer.close();
  }
});

test('what is no private JWK is refused with the name of the variable', async () => {
  await expect(readSigningKey('nonsense', 'x.yaml: rs.mint.key: environment variable KEY')).rejects.toThrow(
    'x.yaml: rs.mint.key: environment variable KEY must hold a private JWK (JSON)',
  );
});
