import { describe, expect, test } from 'vitest';
import { accepts, challenges, observes, rejects, sequence } from './cases.ts';
import {
  ath,
  athOf,
  byAge,
  claim,
  jsonText,
  jwk,
  jwkOf,
  jwkWith,
  lawful,
  minted,
  nonce,
  thumbprint,
  token,
} from './define.ts';

const named = { id: 'a', title: 'keeps a rule', requirements: ['RFC9449-4.3-03a'] };

describe('a case', () => {
  test('is tried wherever a proof is sent, and the proof is at fault, unless it says otherwise', () => {
    expect(rejects({ ...named, delta: [claim.remove('jti')] })).toStrictEqual({
      ...named,
      at: ['token', 'par', 'resource'],
      fault: 'proof',
      exchanges: [{ delta: [{ op: 'claim-remove', name: 'jti' }], expect: 'refuse' }],
    });
    const elsewhere = rejects({ ...named, at: ['par'], fault: 'binding', delta: [] });
    expect([elsewhere.at, elsewhere.fault]).toEqual([['par'], 'binding']);
  });

  test('without a delta sends the plain lawful request', () => {
    expect([accepts(named), observes(named)].map(({ exchanges }) => exchanges)).toStrictEqual([
      [{ delta: [], expect: 'accept' }],
      [{ delta: [], expect: 'observe' }],
    ]);
  });

  test('of a demand for a nonce says that the nonce is at fault', () => {
    const { fault, exchanges } = challenges({ ...named, delta: [nonce('none')] });
    expect({ fault, exchanges }).toStrictEqual({
      fault: 'nonce',
      exchanges: [{ delta: [{ op: 'nonce', from: 'none' }], expect: 'challenge' }],
    });
  });

  test('has the requirements of its checks, and the one that a claim brings in, behind its own', () => {
    const whereClaimed = { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' } as const;
    const checks = ['RFC9449-4.3-03a', 'RFC9449-9-03'].map((requirement) => ({
      requirement,
      that: { check: 'status' as const, in: [401] },
    }));
    const exchanges = [lawful('first'), { delta: [], expect: 'observe' as const, checks }];
    expect(sequence({ ...named, whereClaimed, exchanges }).requirements).toEqual([
      'RFC9449-4.3-03a',
      'PM-REPLAY-CLAIM',
      'RFC9449-9-03',
    ]);
  });

  test('about the age of iat sends no nonce; one about a minted token goes to the resource', () => {
    expect(rejects({ ...named, ...byAge, delta: [] })).toMatchObject({
      needs: ['nonce-not-required', 'nonce-optional', 'clock-in-step'],
      exchanges: [{ with: [{ op: 'nonce', from: 'none' }] }],
    });
    expect(rejects({ ...named, ...minted, delta: [token.remove('cnf')] })).toMatchObject({
      at: ['resource'],
      needs: ['minting'],
      exchanges: [{ with: [{ op: 'minted-token' }], delta: [{ op: 'token-claim-remove', name: 'cnf' }] }],
    });
  });
});

test('words for values are plain data', () => {
  const words = [
    ath(),
    ath('hex'),
    athOf('sibling'),
    jwk(),
    jwk('empty'),
    jwkOf('other'),
    jwkWith({ kty: 'EC' }),
    thumbprint('session', 'hex'),
    jsonText('NaN'),
    token.set('aud', 'x'),
  ];
  expect(words).toStrictEqual([
    { $: 'ath' },
    { $: 'ath', form: 'hex' },
    { $: 'ath', of: 'sibling' },
    { $: 'jwk' },
    { $: 'jwk', edit: 'empty' },
    { $: 'jwk', of: 'other' },
    { $: 'jwk', set: { kty: 'EC' } },
    { $: 'thumbprint', of: 'session', form: 'hex' },
    { $: 'json-text', text: 'NaN' },
    { op: 'token-claim-set', name: 'aud', value: 'x' },
  ]);
});
