import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderGitlab } from './gitlab.ts';

/** What GitLab reads of an entry: https://docs.gitlab.com/ci/testing/code_quality/ */
const Issues = z.array(
  z.object({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
    location: z.object({
      path: z.string().regex(/^(?!\.\/).+/),
      lines: z.object({ begin: z.union([z.literal(1), z.literal(3), z.literal(9)]) }),
    }),
  }),
);

function read(events: readonly RecordEvent[]): z.output<typeof Issues> {
  const issues = Issues.parse(JSON.parse(renderGitlab(foldRecord(events))));
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  return issues;
}

describe("GitLab's code quality report", () => {
  test('has the headline, what counts, what does not, and what could not be judged', () => {
    const issues = read(mixedRun());
    expect(issues.map(({ severity, check_name, description }) => `${severity} ${check_name}: ${description}`))
      .toMatchInlineSnapshot(`
        [
          "blocker proofmark: Gate not met. shop does not conform to RFC 9449 (1 of 2 targets). 1 finding counts against the gate: 1 fail (it fails on fail).",
          "critical RFC9449-4.3-09a: shop: fail: accepts a proof whose htu names another path (htu-other-path@resource). Accepted with 200, like the control that has no fault.",
          "minor RFC9449-4.3-11c: shop: warn: accepts a proof made an hour ahead (iat-hour-ahead@resource). Accepted with 200, like the control that has no fault.",
          "info RFC9449-4.3-07a: shop: fail, waived: accepts a proof that carries its private key (jwk-private-key@token). Accepted with 200, like the control that has no fault. Waived: Known since 3.1, mended in 3.2 (SHOP-812).",
          "major proofmark-not-judged: shop: error: proof-too-large@token. The connection was reset.",
          "major proofmark-not-judged: shop: blocked: ath-missing@resource. The control was throttled with 429: nothing can be concluded.",
        ]
      `);
  });

  test('is empty only for a whole, good run', () => {
    expect(read(greenRun())).toEqual([]);
    expect(read([runStarted(['t']), runFinished()])).toMatchObject([{ severity: 'blocker', check_name: 'proofmark' }]);
    expect(read(greenRun().slice(0, -1))).toMatchObject([{ severity: 'blocker' }]);
  });

  test('gives each finding one fingerprint, the same in each run', () => {
    expect(read(largeRun(300)).map(({ fingerprint }) => fingerprint)).toEqual(
      read(largeRun(300)).map(({ fingerprint }) => fingerprint),
    );
  });

  test('shows no control character of a hostile text', () => {
    for (const { description } of read(hostileRun())) expect(description).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
