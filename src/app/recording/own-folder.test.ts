import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, pid } from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../../errors.ts';
import { ownFolder } from './own-folder.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files. */
function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'proofmark-own-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function refusal(folder: string, taking: Parameters<typeof ownFolder>[1] = 'new'): string {
  try {
    ownFolder(folder, taking).release();
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return `${error.code} ${error.message} / ${error.advice.fix ?? ''}`.replaceAll(folder, 'F');
  }
  return 'taken';
}

const lockOf = (holder: number, host = hostname()): Readonly<Record<string, string>> => ({
  'run.lock': JSON.stringify({ pid: holder, host }),
});

/** The number of a process that has ended. */
const endedPid = (): number => spawnSync(execPath, ['--version']).pid;

describe('the folder of a run', () => {
  test('is made, with the folders above it, and belongs to one run at a time', () => {
    const folder = join(folderWith(), 'a', 'b');
    const { release } = ownFolder(folder, 'new');
    expect(refusal(folder)).toBe(
      `ERR_USAGE F: another run writes there (process ${pid} on ${hostname()}) / ` +
        'choose another folder with --out; if no run is going on, delete F/run.lock',
    );
    expect(refusal(folder, 'replace')).toContain('another run writes there');
    release();
    expect([readdirSync(folder), refusal(folder)]).toEqual([[], 'taken']);
  });

  test('keeps an earlier run, unless it is to be replaced', () => {
    const names = ['record.ndjson', 'report.html', 'result.json', 'junit.xml', 'summary.md', 'notes.txt'];
    const folder = folderWith(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(refusal(folder)).toBe(
      'ERR_USAGE F: holds the record of an earlier run / ' +
        'choose another folder with --out, or replace that run with --force',
    );
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
    expect(refusal(folder, 'replace')).toBe('taken');
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  test('keeps the record of a run that is gone on with, until the new one holds all of it', () => {
    const folder = folderWith({ 'record.ndjson': 'old', 'report.html': 'x', ...lockOf(endedPid()) });
    const { release, settle } = ownFolder(folder, 'resume');
    expect(readdirSync(folder).toSorted()).toEqual(['record.interrupted.ndjson', 'run.lock']);
    writeFileSync(join(folder, 'record.ndjson'), 'new');
    settle();
    release();
    expect(readdirSync(folder)).toEqual(['record.ndjson']);
  });

  test.each([
    ['a run that was killed', () => lockOf(endedPid()), 'taken'],
    [
      'a run of another machine, which may go on',
      () => lockOf(endedPid(), 'elsewhere.example'),
      'on elsewhere.example',
    ],
    ['a run without a name', () => ({ 'run.lock': '' }), 'another run writes there / '],
  ])('with a lock of %s', (_holder, files, answer) => {
    expect(refusal(folderWith(files()))).toContain(answer);
  });

  test.each([
    ['a file', (folder: string) => join(folder, 'file'), 'is not a folder'],
    ['below a file', (folder: string) => join(folder, 'file', 'x'), 'a part of the path is not a folder'],
    ['a name that is too long', (folder: string) => join(folder, 'x'.repeat(300)), 'the name is too long'],
  ])('cannot be %s', (_kind, at, reason) => {
    const folder = folderWith({ file: '' });
    expect(refusal(at(folder))).toContain(reason);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test.runIf(existsSync('/proc/self'))('cannot be in /proc, and the attempt ends', () => {
    expect(refusal('/proc/x')).toContain('the system takes no new file or folder there');
    expect(refusal('/proc/x/y')).toContain('the system takes no new file or folder there');
  });
});
