import { readFileSync } from 'node:fs';
import Draft04 from 'ajv-draft-04';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import { fuzzed, runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { renderSarif } from './sarif.ts';

const schema = new URL('../../../reports/schemas/sarif-2.1.0.schema.json', import.meta.url);
const ajv = new Draft04.default({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

function runOf(events: readonly RecordEvent[], maxResults?: number): Run {
  const options = maxResults === undefined ? {} : { maxResults };
  const log = JSON.parse(renderSarif(foldRecord(events), options)) as Log;
  expect([validate(log), validate.errors]).toEqual([true, null]);
  const [run] = log.runs;
  if (run === undefined) throw new Error('a log has a run');
  return run;
}

const shown = ({ ruleId, level, suppressions, message }: Result) => ({
  ruleId,
  level,
  text: message.text,
  ...(suppressions === undefined ? {} : { suppressions }),
});

describe('SARIF', () => {
  test('has what fails, what is warned of, and what is waived with its reason; worst first', () => {
    expect(runOf(mixedRun()).results?.map(shown)).toMatchInlineSnapshot(`
      [
        {
          "level": "error",
          "ruleId": "RFC9449-4.3-09a",
          "text": "shop: fail: accepts a proof whose htu names another path. Accepted with 200, like the control that has no fault.
      Repeat it: proofmark replay record.ndjson shop/htu-other-path@resource",
        },
        {
          "level": "warning",
          "ruleId": "RFC9449-4.3-11c",
          "text": "shop: warn: accepts a proof made an hour ahead. Accepted with 200, like the control that has no fault.
      Repeat it: proofmark replay record.ndjson shop/iat-hour-ahead@resource",
        },
        {
          "level": "error",
          "ruleId": "RFC9449-4.3-07a",
          "suppressions": [
            {
              "justification": "Known since 3.1, mended in 3.2 (SHOP-812).",
              "kind": "external",
              "status": "accepted",
            },
          ],
          "text": "shop: fail, waived: accepts a proof that carries its private key. Accepted with 200, like the control that has no fault.
      Repeat it: proofmark replay record.ndjson shop/jwk-private-key@token",
        },
      ]
    `);
  });

  test('says in its notifications how the run went, and what could not be judged', () => {
    const [invocation] = runOf(mixedRun()).invocations ?? [];
    const { executionSuccessful, exitCode, exitCodeDescription } = invocation ?? {};
    expect({ executionSuccessful, exitCode, exitCodeDescription }).toEqual({
      executionSuccessful: false,
      exitCode: 1,
      exitCodeDescription: 'Gate not met',
    });
    const notes = invocation?.toolExecutionNotifications?.map(({ level, message }) => `${level}: ${message.text}`);
    expect(notes).toMatchInlineSnapshot(`
      [
        "error: Gate not met. shop does not conform to RFC 9449 (1 of 2 targets).",
        "warning: 1 finding counts against the gate: 1 fail (it fails on fail).",
        "error: shop/proof-too-large@token: error: The connection was reset.",
        "error: shop/ath-missing@resource: blocked: The control was throttled with 429: nothing can be concluded.",
      ]
    `);
  });

  test('has a rule for each requirement, with its level, its help and the section that it stands in', () => {
    const { rules } = runOf(mixedRun()).tool.driver;
    expect(rules?.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level])).toEqual([
      ['RFC9449-4.3-07a', 'error'],
      ['RFC9449-4.3-09a', 'error'],
      ['RFC9449-4.3-11c', 'warning'],
      ['RFC9449-4.3-12a', 'error'],
      ['RFC9449-7.1-03', 'warning'],
      ['RFC9449-11.1-01', 'warning'],
    ]);
    expect(rules?.[0]).toMatchInlineSnapshot(`
      {
        "defaultConfiguration": {
          "level": "error",
        },
        "fullDescription": {
          "text": "RFC 9449 §4.3, MUST. The jwk header does not contain a private key.",
        },
        "help": {
          "markdown": "**[RFC 9449 §4.3, MUST](https://www.rfc-editor.org/rfc/rfc9449#section-4.3)**

      - For the authorization server: The jwk header does not contain a private key. A breach is a fail.

      \`proofmark explain RFC9449-4.3-07a\` shows its cases.",
          "text": "RFC 9449 §4.3, MUST
      For the authorization server: The jwk header does not contain a private key. A breach is a fail.",
        },
        "helpUri": "https://www.rfc-editor.org/rfc/rfc9449#section-4.3",
        "id": "RFC9449-4.3-07a",
        "properties": {
          "precision": "very-high",
          "problem.severity": "error",
          "tags": [
            "oauth",
            "dpop",
            "MUST",
            "RFC 9449 §4.3",
            "authorization server",
          ],
        },
        "shortDescription": {
          "text": "The jwk header does not contain a private key.",
        },
      }
    `);
  });

  test('each result names its rule, and a place in the descriptor', () => {
    const { results = [], tool } = runOf(mixedRun());
    for (const { ruleId, ruleIndex, locations, properties } of results) {
      expect(tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
      expect(locations?.[0]?.physicalLocation).toEqual({
        artifactLocation: { uri: 'targets/shop.yaml' },
        region: { startLine: properties?.['role'] === 'as' ? 3 : 9 },
      });
    }
  });

  test('fingerprints are the same in the next run, and differ between findings', () => {
    const prints = (events: readonly RecordEvent[]) => runOf(events).results?.map((one) => one.partialFingerprints);
    const events = largeRun(400);
    const [, ...rest] = events;
    const later = [runStarted(['big'], { runId: 'run-later', startedAt: '2027-01-01T00:00:00.000Z' }), ...rest];
    expect(prints(later)).toEqual(prints(events));
    expect(new Set(prints(events)?.map((print) => print?.['primaryLocationLineHash'])).size).toBe(20);
  });

  test('a green run has no result, has succeeded, and says that its gate is met', () => {
    const { results, invocations, properties } = runOf(greenRun());
    expect([results, invocations?.[0]?.executionSuccessful]).toEqual([[], true]);
    expect(properties?.['gate']).toEqual({ isMet: true, result: 'Gate met', caveats: [], remarks: [] });
  });

  test('a run that judged nothing, or was killed, has not succeeded', () => {
    for (const events of [[runStarted(['t']), runFinished()], greenRun().slice(0, -1)]) {
      const { invocations, properties } = runOf(events);
      expect([invocations?.[0]?.executionSuccessful, properties?.['gate']]).toMatchObject([false, { isMet: false }]);
    }
  });

  test('keeps the worst where there are more results than GitHub takes, and says how many are left out', () => {
    const { results, invocations } = runOf([...largeRun(200).slice(0, -1), fuzzed('big'), runFinished()], 4);
    expect(results?.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'error']);
    const notes = invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text);
    expect(notes).toContain('6 results more are left out. The record has them.');
  });

  test('a hostile text makes no link, no placeholder and no address of its own', () => {
    const run = runOf(hostileRun());
    expect(run.results?.length).toBeGreaterThan(0);
    for (const { message, locations } of run.results ?? []) {
      expect(message.text).not.toMatch(/\]\(|(?<!\{)\{(\{\{)*(?!\{)|[\u202e\u0007]/);
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/^[\w./%!*'()~-]+$/);
    }
    for (const { properties } of run.tool.driver.rules ?? []) expect(properties?.tags?.length).toBeLessThanOrEqual(10);
  });
});
