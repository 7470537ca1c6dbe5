import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chainedLines } from '../../record/chain.ts';
import { proofmark, runDescriptor, type Tested } from './e2e.fixture.ts';
import { describeReference, secretEnv, withReference } from './reference.fixture.ts';

const cases = ['--case', 'typ-missing'];

/** A run at a server that takes proofs without `typ`. */
async function runAtMutant(): Promise<Tested> {
  return withReference({ mutant: 'as-typ-missing-accepted' }, async (running) =>
    runDescriptor(describeReference(running), cases, { env: secretEnv }),
  );
}

/** The record with one text in the place of another, chained anew, beside the honest one. */
async function forge(folder: string, change: (line: string) => string | undefined): Promise<string> {
  const text = await readFile(join(folder, 'out', 'record.ndjson'), 'utf8');
  const bare = text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/,"chain":"[\w-]{43}"\}$/, '}'));
  const changed = chainedLines(bare.flatMap((line) => change(line) ?? []));
  expect(changed).not.toBe(text);
  await writeFile(join(folder, 'forged.ndjson'), changed);
  return 'forged.ndjson';
}

const isFinding = (line: string): boolean => line.startsWith('{"type":"finding"') && line.includes('typ-missing@token');

describe('a record that was edited by hand', () => {
  test('shows the line, where its chain was left as it was', async () => {
    const { folder } = await runAtMutant();
    const text = await readFile(join(folder, 'out', 'record.ndjson'), 'utf8');
    const lines = text.split('\n');
    const at = lines.findIndex(isFinding);
    await writeFile(join(folder, 'edited.ndjson'), lines.with(at, lines[at]?.replace('fail', 'pass') ?? '').join('\n'));
    await writeFile(join(folder, 'cut.ndjson'), lines.toSpliced(at, 1).join('\n'));
    for (const file of ['edited.ndjson', 'cut.ndjson']) {
      const { code, err } = await proofmark(['report', file], { cwd: folder });
      expect([code, err]).toEqual([
        2,
        expect.stringContaining(`${file}:${at + 1}: the line does not follow from the one before it`),
      ]);
    }
  });

  test('to another verdict is refused by report and replay, with the place; the honest one is reported', async () => {
    const { folder } = await runAtMutant();
    const honest = await proofmark(['report', 'out/record.ndjson'], { cwd: folder });
    expect([honest.code, honest.out.includes('Gate not met')]).toEqual([0, true]);
    const file = await forge(folder, (line) =>
      isFinding(line) ? line.replaceAll('"verdict":"fail"', '"verdict":"pass"') : line,
    );
    for (const args of [
      ['report', file],
      ['replay', file, 'typ-missing@token'],
    ]) {
      const { code, out, err } = await proofmark(args, { cwd: folder, env: secretEnv });
      expect([code, out]).toEqual([2, '']);
      expect(err.replace(/^proofmark: .*forged/, 'forged')).toBe(
        'forged.ndjson: the record contradicts itself at reference/typ-missing@token: the verdict is recorded as pass, and ' +
          'the record makes it fail. It was changed after the run, or written by another version: take the record as ' +
          'Proofmark wrote it, or run again.\n',
      );
    }
  });

  test.each([
    [
      'answer',
      (line: string) => line.replace(/(?<="purpose":"tested".*"response":\{"status":)200/, '401'),
      'the record contradicts itself at exchange reference/typ-missing@token#',
    ],
    [
      'exit code',
      (line: string) => line.replace('"exitCode":1', '"exitCode":0'),
      'at the end of the run: the exit code is recorded as 0, and the record makes it 1',
    ],
    [
      'list of findings',
      (line: string) => (isFinding(line) ? undefined : line),
      'at the end of the run: the exit code is recorded as 1, and the record makes it 0',
    ],
  ])('in its %s is refused', async (_, change, said) => {
    const { folder } = await runAtMutant();
    const { code, err } = await proofmark(['report', await forge(folder, change)], { cwd: folder });
    expect([code, err.includes(said) ? said : err]).toEqual([2, said]);
  });
});
