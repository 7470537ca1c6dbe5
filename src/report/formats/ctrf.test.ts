import { merge, parse, validateStrict } from 'ctrf';
import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderCtrf } from './ctrf.ts';

function read(events: readonly RecordEvent[]) {
  const report = parse(renderCtrf(foldRecord(events)));
  validateStrict(report);
  return report;
}

describe('CTRF', () => {
  test('what counts against the gate has failed, what was not judged is other, and what is waived was skipped', () => {
    const { results } = read(mixedRun());
    expect(results.summary).toMatchInlineSnapshot(`
      {
        "duration": 91,
        "failed": 2,
        "other": 2,
        "passed": 8,
        "pending": 0,
        "skipped": 2,
        "start": 1795313584020,
        "stop": 1795313588910,
        "suites": 15,
        "tests": 14,
      }
    `);
    const statuses = results.tests.filter(({ status }) => status !== 'passed');
    expect(statuses.map(({ name, status, rawStatus }) => [status, rawStatus, name])).toMatchInlineSnapshot(`
      [
        [
          "failed",
          undefined,
          "the run is conclusive (1)",
        ],
        [
          "other",
          "error",
          "refuses or takes a large proof cleanly [proof-too-large@token]",
        ],
        [
          "skipped",
          "fail, waived",
          "rejects a proof that carries its private key [jwk-private-key@token]",
        ],
        [
          "failed",
          "fail",
          "rejects a proof whose htu names another path [htu-other-path@resource]",
        ],
        [
          "other",
          "blocked",
          "rejects a proof without ath beside an access token [ath-missing@resource]",
        ],
        [
          "skipped",
          "skip",
          "rejects a proof seen before [replay-same-proof@resource]",
        ],
      ]
    `);
    expect(results.tests.find(({ status, suite }) => status === 'failed' && suite?.[0] === 'shop'))
      .toMatchInlineSnapshot(`
        {
          "duration": 7,
          "executionId": "run-7f3c/shop/htu-other-path@resource",
          "extra": {
            "against": "fail",
            "problem": {
              "id": "rs:htu",
              "title": "accepts a proof whose htu names another path",
            },
            "replay": "proofmark replay record.ndjson shop/htu-other-path@resource",
          },
          "labels": {
            "place": "resource",
            "role": "rs",
            "section": "RFC 9449 §4.3",
            "verdict": "fail",
          },
          "message": "Accepted with 200, like the control that has no fault.",
          "name": "rejects a proof whose htu names another path [htu-other-path@resource]",
          "rawStatus": "fail",
          "status": "failed",
          "suite": [
            "shop",
            "rs",
            "RFC 9449 §4.3 Checking DPoP proofs",
          ],
          "tags": [
            "RFC9449-4.3-09a",
          ],
          "testId": "shop/htu-other-path@resource",
          "trace": "RFC9449-4.3-09a (MUST, RFC 9449 §4.3) htu naming another path is refused.
        RFC9449-4.3-09a: expected a refusal; got accepted with 200
        repeat: proofmark replay record.ndjson shop/htu-other-path@resource",
        }
      `);
  });

  test('nothing has failed in a green run, and the gate is met', () => {
    const { results, extra } = read(greenRun());
    expect([results.summary.failed, results.summary.other, results.summary.passed]).toEqual([0, 0, 6]);
    expect(extra?.['gate']).toMatchObject({ isMet: true, result: 'Gate met' });
  });

  test('a run that judged nothing, or was killed, has failed', () => {
    for (const events of [[runStarted(['t']), runFinished()], greenRun().slice(0, -1)]) {
      expect(read(events).results.summary.failed).toBeGreaterThan(0);
    }
  });

  test('two runs merge to one, and none of their tests is lost', () => {
    const mixed = read(mixedRun());
    const later = read(
      mixedRun().map((event) => (event.type === 'run-started' ? { ...event, runId: 'later' } : event)),
    );
    const large = read(largeRun(100));
    const merged = merge([mixed, later, large, large], { deduplicateTests: true });
    validateStrict(merged);
    expect(merged.results.tests).toHaveLength(2 * mixed.results.tests.length + large.results.tests.length);
    expect(merged.results.summary.failed).toBe(2 * mixed.results.summary.failed + large.results.summary.failed);
    const ids = mixed.results.tests.map(({ testId }) => testId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(later.results.tests.map(({ testId }) => testId)).toEqual(ids);
  });

  test('is valid with hostile texts, and shows none of their control characters', () => {
    read(hostileRun());
    expect(renderCtrf(foldRecord(hostileRun()))).not.toMatch(/(?!\n)\p{Cc}|\\u001b|\\u202e/u);
  });
});
