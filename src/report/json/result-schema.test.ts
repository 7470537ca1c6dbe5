import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { comparedRun } from '../../../reports/comparison.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { formattedJson } from '../../document/formatted-json.ts';
import { foldRecord } from '../../record/reader.ts';
import { RecordEvent } from '../../record/schema.ts';
import { renderJson } from '../formats/json.ts';
import { Result, resultJsonSchema } from './result-schema.ts';

test('result.schema.json is the schema of results (vitest run src/report/json/result-schema.test.ts --update=all writes it)', async () => {
  await expect(formattedJson(resultJsonSchema())).toMatchFileSnapshot('./result.schema.json');
});

test('what a run says of itself at its start has its place in the result', () => {
  const started = RecordEvent.options.find((option) => option.shape.type.value === 'run-started');
  const elsewhere = ['type', 'recordVersion', 'scope', 'targets'];
  const own = Object.keys(started?.shape ?? {}).filter((name) => !elsewhere.includes(name));
  expect(own.length).toBeGreaterThan(5);
  expect(Object.keys(Result.shape.run.shape)).toEqual(expect.arrayContaining(own));
});

describe('the published schema, read by ajv,', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(resultJsonSchema());
  const runs = {
    green: greenRun(),
    mixed: mixedRun(),
    hostile: hostileRun(),
    large: largeRun(60),
    compared: comparedRun(),
    killed: mixedRun().slice(0, -1),
    empty: [runStarted(['t']), runFinished()],
  };

  test.each(Object.entries(runs))('is kept by a run that is %s, and every member has its place in it', (_, events) => {
    const result: unknown = JSON.parse(renderJson(foldRecord(events)));
    expect([validate(result), validate.errors]).toEqual([true, null]);
    expect(Result.safeParse(result).error).toBe(undefined);
  });

  test.each([
    ['no gate', (result: Result) => ({ ...result, gate: undefined })],
    ['an unknown version', (result: Result) => ({ ...result, summaryVersion: 4 })],
    ['an unknown verdict', (result: Result) => ({ ...result, findings: [{ ...result.findings[0], verdict: 'good' }] })],
    ['a status that is not counted', (result: Result) => ({ ...result, counts: { fail: 1 } })],
  ])('is not kept with %s', (_, change) => {
    const result = JSON.parse(renderJson(foldRecord(mixedRun()))) as Result;
    expect(validate(JSON.parse(JSON.stringify(change(result))))).toBe(false);
  });

  test('allows members that a later version adds', () => {
    const result = JSON.parse(renderJson(foldRecord(mixedRun()))) as object;
    expect(validate({ ...result, later: 1 })).toBe(true);
  });
});
