import { expect, test } from 'vitest';
import type { Arrival } from '../arrival.ts';
import { algorithmFaults } from './algorithms.ts';

const of = ['PS256', 'ES256'];
const proof = (alg: string): Arrival =>
  ({ dpop: [alg], proof: { header: { alg } }, answer: {}, answerFields: [], status: 200 }) as unknown as Arrival;
const listing = (...algs: readonly string[]): Arrival => ({
  ...proof(''),
  dpop: [],
  answer: { dpop_signing_alg_values_supported: algs },
});
const challenging = (algs: string): Arrival => ({
  ...proof(''),
  dpop: [],
  answerFields: [['WWW-Authenticate', `DPoP error="use_dpop_nonce", algs="${algs}"`]],
});

test.each<[what: string, run: readonly Arrival[], seen: number, faults: number]>([
  ['one of them', [listing('ES256', 'RS256'), proof('ES256')], 1, 0],
  ['another one, though one of them is listed', [listing('ES256', 'RS256'), proof('RS256')], 1, 1],
  ['another one, where nothing is listed', [proof('RS256')], 1, 1],
  ['another one, where none of them is listed', [listing('ES384'), proof('ES384')], 0, 0],
  ['another one, where a challenge names none of them', [listing('ES256'), challenging('ES384'), proof('ES384')], 0, 0],
  ['another one, where a challenge names one of them', [challenging('ES384 PS256'), proof('ES384')], 1, 1],
])('a client that signs with %s', (_, run, seen, faults) => {
  const found = algorithmFaults(of, [run]);
  expect([found.seen, found.faults.length]).toEqual([seen, faults]);
});

test('what one run lists says nothing of another one', () => {
  const found = algorithmFaults(of, [[listing('ES384'), proof('ES384')], [proof('ES384')]]);
  expect([found.seen, found.faults.length]).toEqual([1, 1]);
});
