import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { Policy } from '../../targets/reference/policy.ts';
import type { RunRecord } from '../record/schema.ts';
import { createContext } from './context.fixture.ts';
import { runReference } from './reference.ts';

/** Cases that a wrong idea of the time would answer wrongly. */
const cases = ['iat-now', 'iat-hour-*', 'exp-ahead', 'nbf-past', 'every-resource', 'as-nonce-missing', 'typ-missing'];

const narrow = { iatPast: 25, iatFuture: 15 } as const;
const years = 315_360_000;

/** A lawful server with this clock, and what is found out about it. */
async function judged(policy: Partial<Policy>) {
  const records: RunRecord[] = [];
  const context = { ...createContext(), suites, onRecord: (record: RunRecord) => void records.push(record) };
  const { findings } = await runReference(context, { policy }, { slow: false, cases });
  const problems = records.flatMap(({ preflights }) => preflights).flatMap((preflight) => preflight.obstacles);
  const verdictOf = (instance: string): string | undefined =>
    findings.find((finding) => finding.instance === instance)?.verdict;
  return {
    wrong: findings
      .filter(({ verdict }) => !['pass', 'note', 'skip'].includes(verdict))
      .map(({ instance }) => instance),
    iat: [verdictOf('iat-now@token'), verdictOf('iat-now@resource')],
    said: problems.map(({ message }) => message.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '‹time›')),
  };
}

describe('a lawful server gets nothing worse than a skip where', () => {
  test.each<[string, Partial<Policy>]>([
    ['its clock is 40 s ahead, as Date says', { ...narrow, asClock: 40, rsClock: 40 }],
    ['its clock is 40 s behind, and no Date says so', { ...narrow, asClock: -40, rsClock: -40, dateField: 'missing' }],
    ['its clock is 37 s ahead, and Date says nonsense', { ...narrow, asClock: 37, rsClock: 37, dateField: 'nonsense' }],
    ['its clock is ten years behind, and Date is right', { ...narrow, asClock: -years, rsClock: -years, dateField: 0 }],
    ['the clocks of its servers are 80 s apart', { ...narrow, asClock: 40, rsClock: -40 }],
    ['it takes no proof dated ahead, and its clock is five seconds behind', { iatFuture: 0, asClock: -5, rsClock: -5 }],
    [
      'a nonce stands in for the age, its clock is 40 s ahead, and no Date says so',
      { ...narrow, asClock: 40, rsClock: 40, dateField: 'missing', asNonce: 'period', nonceReplacesIatAge: true },
    ],
  ])('%s', async (_, policy) => {
    const { wrong, iat } = await judged(policy);
    expect({ wrong, accepted: iat.includes('blocked') }).toEqual({ wrong: [], accepted: false });
  });

  test.each([50, 200, 270, 600])(
    'its clock is 0.3 s behind, it takes no proof dated ahead, and the run begins %d ms into a second',
    async (begin) => {
      await delay((1000 + begin - (Date.now() % 1000)) % 1000);
      const { wrong, iat, said } = await judged({ iatFuture: 0, asClock: -0.3, rsClock: -0.3 });
      expect({ wrong, iat, said }).toEqual({ wrong: [], iat: ['pass', 'pass'], said: [] });
    },
  );

  test.each([3600, -3600, years, -years])('its clock is right, and Date is %d s off', async (dateField) => {
    const { wrong, iat, said } = await judged({ ...narrow, dateField });
    expect({ wrong, iat }).toEqual({ wrong: [], iat: ['pass', 'pass'] });
    expect(said[0]).toContain('the field is not believed');
  });
});

test('what is found out about the clocks is said with both times and the way out', async () => {
  const { said, iat } = await judged({ ...narrow, asClock: 30, rsClock: -20 });
  expect(iat).toEqual(['skip', 'skip']);
  expect(said).toEqual([
    "token: the server's clock is 30 s ahead of ours by its Date field (‹time› there, ‹time› here), and only proofs dated by the server's are accepted: more than clock.maxOffsetSeconds (10), so cases about iat are skipped. Set the clock that is wrong. If both are to stay as they are, raise clock.maxOffsetSeconds.",
    "resource: the server's clock is 20 s behind ours by its Date field (‹time› there, ‹time› here), and only proofs dated by the server's are accepted: more than clock.maxOffsetSeconds (10), so cases about iat are skipped. Set the clock that is wrong. If both are to stay as they are, raise clock.maxOffsetSeconds.",
  ]);
});

test('a server which refuses what is dated now, and takes what is older or newer, has no clock for an excuse', async () => {
  const context = { ...createContext(), suites };
  const { findings } = await runReference(
    context,
    { mutant: 'rs-iat-fresh-refused' },
    { slow: false, cases: ['iat-now'] },
  );
  expect(findings.map(({ instance, verdict }) => `${instance} ${verdict}`)).toContain('iat-now@resource fail');
});
