import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { hostileRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { formattedJson } from '../../document/formatted-json.ts';
import { foldRecord } from '../../record/fold.ts';
import type { RunRecord } from '../../record/schema.ts';
import { failed, passed, runOf, waivedFail } from '../../verdict/difference/difference.fixture.ts';
import { differenceOf, type RunDifference } from '../../verdict/difference/difference.ts';
import { snapshotsOf } from '../../verdict/difference/snapshot.ts';
import { renderDifferencePage } from '../pages/difference.ts';
import { renderDifferenceJson } from './json.ts';
import { renderDifferenceMarkdown } from './markdown.ts';
import { Difference, differenceJsonSchema } from './schema.ts';
import { renderDifference } from './text.ts';

function compared(before: RunRecord, after: RunRecord): RunDifference {
  const difference = differenceOf(snapshotsOf(before), snapshotsOf(after));
  if (difference === undefined) throw new Error('the runs share a target');
  return difference;
}

const cases = { 'iat-hour-ahead': passed, 'a@token': passed };
const before = runOf({ ...cases, 'htu-other-path': passed, 'ath-missing': failed });
const after = runOf(
  {
    ...cases,
    'htu-other-path': failed,
    'ath-missing': passed,
    'a@token': { verdict: 'note' },
    'only-here@token': passed,
  },
  { started: { runId: 'run-8', seed: 7, suiteDigest: 'other', profiles: ['fapi2'] } },
);
const difference = compared(before, after);
const killed = foldRecord(mixedRun().slice(0, -1));

test('a terminal shows what is new first, and the headline last', () => {
  expect(renderDifference(difference).split('\n')).toEqual([
    'before  run-7f3c, 2026-11-22 02:13:04 UTC, Proofmark 0.1.0, exit 0: all 4 cases that apply, fuzz seed 42',
    'after   run-8, 2026-11-22 02:13:04 UTC, Proofmark 0.1.0, exit 0: all 5 cases that apply, fuzz seed 7',
    '! The suites are not the same: a case that only one run has is counted by itself, and is no news of the server.',
    '! The profiles differ (core, then fapi2): grades may differ by them.',
    '! The seeds differ (42, then 7): fuzzing tried other plans, and what only one found is no news.',
    '',
    'New',
    '  fail  accepts a proof whose htu names another path',
    '      rs:htu · 1 case at resource',
    '',
    'Gone',
    '  fail  accepts a proof without ath beside an access token',
    '      rs:ath · was 1 case at resource',
    '',
    '· 1 case from pass to note: a@token.',
    '· 1 case only in the later run.',
    '',
    'acme: 1 problem is new; 1 is gone.',
  ]);
});

test('Markdown and JSON say the same', () => {
  const markdown = renderDifferenceMarkdown(difference);
  expect(markdown).toContain('**acme: 1 problem is new; 1 is gone.**');
  expect(markdown).toContain('- **fail** accepts a proof whose htu names another path — `rs:htu`');
  const json = JSON.parse(renderDifferenceJson(difference)) as RunDifference & Record<string, unknown>;
  expect(json).toMatchObject({
    differenceVersion: 1,
    isWorse: true,
    isUncertain: false,
    before: { runId: 'run-7f3c' },
  });
  expect(json.targets[0]?.problems.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['new rs:htu', 'gone rs:ath']);
});

test('difference.schema.json is the schema of comparisons (vitest run src/report/difference/formats.test.ts --update=all writes it)', async () => {
  await expect(formattedJson(differenceJsonSchema())).toMatchFileSnapshot('./difference.schema.json');
});

test('the published schema, read by ajv, is kept, and every member has its place in it', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  addFormats.default(ajv);
  const validate = ajv.compile(differenceJsonSchema());
  const hostile = foldRecord(hostileRun());
  for (const one of [difference, compared(after, before), compared(hostile, hostile), compared(killed, killed)]) {
    const json = JSON.parse(renderDifferenceJson(one)) as object;
    expect([validate(json), validate.errors]).toEqual([true, null]);
    expect(Difference.safeParse(json).error).toBe(undefined);
    expect(validate({ ...json, later: 1 })).toBe(true);
    expect(validate({ ...json, differenceVersion: 2 })).toBe(false);
    expect(validate({ ...json, targets: [{}] })).toBe(false);
  }
});

test('what is new and waived is shown as such, and no news', () => {
  const waived = compared(runOf({ 'htu-other-path': passed }), runOf({ 'htu-other-path': waivedFail }));
  expect(renderDifference(waived)).toContain('was not there before, and is waived');
  expect(renderDifference(waived).split('\n').at(-1)).toBe('acme: no problem is new or worse; 1 is as before.');
});

test('a terminal shows so many problems, and counts the others', () => {
  const rows = (came: typeof passed | typeof failed, from: number) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const row = { id: `X-${index}`, section: 'X', level: 'MUST', summary: `Rule ${index}.` } as const;
        const requirements = [{ ...row, role: 'rs' as const, severity: 'fail' as const, base: 'fail' as const }];
        return [`case-${from + index}@resource`, { ...came, requirements, assertions: [] }];
      }),
    );
  const text = renderDifference(compared(runOf(rows(passed, 0)), runOf(rows(failed, 0))));
  expect(text).toContain('  … and 30 more: see --out file.html');
  expect(text.split('\n').length).toBeLessThan(80);
});

test('hostile text shows as text in each format', () => {
  const run = foldRecord(hostileRun());
  const calm = { ...run, findings: run.findings.map((one) => ({ ...one, verdict: 'pass' as const })) };
  const hostile = compared(calm, run);
  const text = renderDifference(hostile);
  const page = renderDifferencePage(hostile);
  const markdown = renderDifferenceMarkdown(hostile);
  const outsideCode = markdown.replaceAll(/`` .*? ``/g, '');
  for (const shown of [text, page, markdown, renderDifferenceJson(hostile)])
    expect(/[\u0000-\u0009\u000B-\u001F\u202E\u2066]/.test(shown)).toBe(false);
  expect(page).not.toMatch(/<script|<img|onerror="/);
  expect(page).toContain("default-src 'none'; style-src 'sha256-");
  expect(outsideCode).not.toMatch(/<script|<img|^@everyone|\[x\]\(http/m);
  for (const said of text.split('\n')) expect(said.length).toBeLessThan(700);
});

test('a step of GitHub Actions finds no command in what may be sent to a file', () => {
  const commands = { ...failed, title: 'rejects ##[add-mask]x' };
  const hostile = compared(runOf({ 'htu-other-path': passed }), runOf({ 'htu-other-path': commands }));
  for (const shown of [renderDifferenceMarkdown(hostile), renderDifferenceJson(hostile)])
    for (const line of shown.split('\n')) expect(line).not.toMatch(/##\[|^\s*::/);
});
