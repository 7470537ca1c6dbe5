import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Op } from '../plan/ops.ts';
import { concretise } from './concretise.ts';
import { atResource, bare, decode, fieldsNamed, key, otherKey, resourceRequest } from './proof.fixture.ts';
import { octJwk, writeThumbprint } from './values/thumbprint.ts';

type Sent = { readonly change: unknown; readonly token: string; readonly payload: unknown; readonly header: unknown };

async function sent(...ops: readonly Op[]): Promise<Sent> {
  const { request, proof } = await atResource(...ops);
  const token = fieldsNamed(request, 'Authorization')[0]?.replace('DPoP ', '') ?? '';
  const change: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
  return { change, token, ...decode(proof) };
}

const athOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

describe('a minted access token', () => {
  test('is bound to the key of the session, and ath is made from it', async () => {
    const { change, token, payload } = await sent({ op: 'minted-token' });
    expect(change).toEqual({ jkt: key.jkt, set: {}, remove: [], by: 'issuer' });
    expect(payload).toMatchObject({ ath: athOf(token) });
  });

  test('can be bound to the key that the proof is made with', async () => {
    const cnf = { jkt: { $: 'thumbprint', of: 'own' } };
    const { change } = await sent({ op: 'token-claim-set', name: 'cnf', value: cnf }, { op: 'key', use: 'other' });
    const other = await otherKey();
    expect(change).toMatchObject({ set: { cnf: { jkt: other.jkt } } });
  });

  test('can lack claims, and be signed by the key of the proof', async () => {
    const { change } = await sent({ op: 'token-claim-remove', name: 'cnf' }, { op: 'token-sign', by: 'proof-key' });
    expect(change).toEqual({ jkt: key.jkt, set: {}, remove: ['cnf'], by: key.jkt, showsKey: true });
  });

  test('cannot be had where Proofmark does not hold the key of the issuer', async () => {
    await expect(concretise(resourceRequest, [{ op: 'minted-token' }], bare)).rejects.toThrow(
      'no access tokens can be minted for the resource server',
    );
  });
});

test('a proof that serves as access token has another proof beside it, made for it', async () => {
  const { request, proof } = await atResource({ op: 'access-token', use: 'proof' });
  const token = fieldsNamed(request, 'Authorization')[0]?.replace('DPoP ', '') ?? '';
  expect(token).not.toBe(proof);
  expect(decode(proof).payload).toMatchObject({ ath: athOf(token) });
});

describe('a thumbprint', () => {
  const rsa = {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
    alg: 'RS256',
    kid: '2011-04-29',
  };

  test('is the one printed in RFC 7638 §3.1', () => {
    expect(writeThumbprint(rsa)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  test.each([
    ['padded', /=$/],
    ['hex', /^[0-9a-f]{64}$/],
    ['sha1', /^[\w-]{27}$/],
    ['sha512', /^[\w-]{86}$/],
    ['upper', /^[0-9A-Z_-]{43}$/],
    ['prefix', /^[\w-]{20}$/],
    ['all-members', /^[\w-]{43}$/],
  ] as const)('has a wrong form: %s', (form, shape) => {
    const written = writeThumbprint(rsa, form);
    expect([shape.test(written), written === writeThumbprint(rsa)]).toEqual([true, false]);
  });

  test('without leading zero octets differs only where there are some', async () => {
    const padded = { ...key.publicJwk, x: Buffer.concat([Buffer.of(0), Buffer.alloc(31, 1)]).toString('base64url') };
    const short = { ...padded, x: Buffer.alloc(31, 1).toString('base64url') };
    expect(writeThumbprint(padded, 'stripped')).toBe(writeThumbprint(short));
    expect(writeThumbprint(octJwk)).toMatch(/^[\w-]{43}$/);
    const { publicJwk } = await otherKey('ES256', undefined);
    expect(writeThumbprint(publicJwk)).toHaveLength(43);
  });
});
