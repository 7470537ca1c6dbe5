import { expect, test } from 'vitest';
import { suites } from '../../../suites/index.ts';
import { seenTitle } from './seen-title.ts';

test.each([
  ['rejects a proof without typ', 'accepts a proof without typ'],
  ['accepts the scheme dpop', 'refuses the scheme dpop'],
  ['accepts one at most of many copies of a proof', 'accepts more than one of many copies of a proof'],
  [
    'accepts the nonce that it has just supplied, each time',
    'refuses the nonce that it has just supplied now and then',
  ],
  ['issues no bound access token in answer', 'issues a bound access token in answer'],
  ['issues access tokens for a day at most', 'issues access tokens for longer than a day'],
  ['sends one DPoP-Nonce at most', 'sends more than one DPoP-Nonce'],
  ['lists neither none nor MAC algorithms for proofs', 'lists none or MAC algorithms for proofs'],
  ['reports no other key than the bound one', 'reports another key than the bound one'],
  ['binds the access token to the key', 'does not bind the access token to the key'],
  ['refreshes with the same key', 'does not refresh with the same key'],
  ['retries a token request', 'does not retry a token request'],
])('"%s", broken, reads "%s"', (title, seen) => {
  expect(seenTitle({ title, verdict: 'fail' })).toBe(seen);
  expect(seenTitle({ title, verdict: 'pass' })).toBe(title);
});

test('a crash is said as one', () => {
  expect(seenTitle({ title: 'rejects a proof without typ', verdict: 'warn', crash: true })).toBe(
    'crashes on a proof without typ',
  );
});

test('no title of a suite stays as it is where it is broken, and none says no twice', () => {
  const titles = suites.flatMap(({ cases, watches = [] }) => [...cases, ...watches]).map(({ title }) => title);
  const seen = titles.map((title) => [title, seenTitle({ title, verdict: 'fail' })] as const);
  expect(seen.filter(([title, contrary]) => title === contrary)).toEqual([]);
  expect(seen.filter(([, contrary]) => /^does not \w+ (no|nothing|neither|none) /.test(contrary))).toEqual([]);
});
