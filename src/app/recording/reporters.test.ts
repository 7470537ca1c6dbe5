import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import { renderHar } from '../../report/formats/har.ts';
import { chooseReporters, reporterNames, reportFiles, writeReports } from './reporters.ts';

describe('the reporters of a run', () => {
  test('are the usual three, and in GitLab CI its own beside them', () => {
    expect(chooseReporters(undefined, {})).toEqual(['html', 'json', 'junit']);
    expect(chooseReporters(undefined, { GITLAB_CI: 'true' })).toEqual(['html', 'json', 'junit', 'gitlab']);
  });

  test('are just those that are asked for', () => {
    expect(chooseReporters(['sarif', 'ctrf'], { GITLAB_CI: 'true' })).toEqual(['sarif', 'ctrf']);
    expect(() => chooseReporters(['sarif', 'tap'], {})).toThrow(
      `--reporter: no reporter "tap"; there are ${reporterNames.join(', ')}`,
    );
  });

  test('write the files that they are known by, also one that comes in pieces', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'proofmark-'));
    const record = foldRecord(mixedRun());
    const written = await writeReports({ record, recordPath: 'record.ndjson' }, reporterNames, directory, directory);
    expect(written).toEqual(reportFiles);
    expect((await readdir(directory)).toSorted()).toEqual(reportFiles.toSorted());
    expect(await readFile(join(directory, 'exchanges.har'), 'utf8')).toBe([...renderHar(record)].join(''));
  });
});
