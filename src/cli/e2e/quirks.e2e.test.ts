import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { QuirksFile } from '../../record/quirk.ts';
import { folderWith, proofmark, runDescriptor } from './e2e.fixture.ts';
import { describeLaunched, secretEnv } from './reference.fixture.ts';

const env = secretEnv;
const files = {
  'strict.yaml': { ...describeLaunched(), name: 'strict' },
  'other.yaml': { ...describeLaunched(['--variant', 'tight-iat']), name: 'other' },
  'dead.yaml': { ...describeLaunched(), name: 'dead', launch: undefined },
};

async function quirksIn(folder: string): Promise<QuirksFile> {
  return QuirksFile.parse(JSON.parse(await readFile(join(folder, 'quirks.json'), 'utf8')));
}

describe('proofmark quirks', () => {
  test('prints and writes what it measures, and in what servers and runs differ', async () => {
    const cwd = await folderWith(files);
    const only = ['--only', 'iat-past,typ-tolerance,nonce-rotation'];
    const first = await proofmark(['quirks', 'strict.yaml', 'other.yaml', ...only, '--out', 'a'], { cwd, env });
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toMatch(/\n {2}iat-past@token {2,}(299|300) s\n/);
    expect(first.out).toMatch(/nonce-rotation@token +not measured: the server gives out no nonces\n/);
    expect(first.out).toMatch(
      /strict against other: 2 differences in \d+ quirks\n.*\n {2}iat-past@token +(299|300) s +[34] s\n/,
    );
    const { targets } = await quirksIn(join(cwd, 'a'));
    expect(targets.map(({ target, list }) => [target, list.length])).toEqual([
      ['strict', 6],
      ['other', 6],
    ]);
    expect(await readFile(join(cwd, 'a', 'report.html'), 'utf8')).toContain('Measured, not judged');
    const again = await proofmark(['quirks', 'strict.yaml', ...only, '--compare', 'a/quirks.json', '--out', 'b'], {
      cwd,
      env,
    });
    expect(again.out).toMatch(/\nstrict, before against strict, now: 0 differences in 4 quirks\n/);
    expect(again.code).toBe(0);
  });

  test('ends with 3 where a target cannot be reached', async () => {
    const cwd = await folderWith(files);
    const { code, err } = await proofmark(['quirks', 'dead.yaml', '--out', 'a'], { cwd, env });
    expect([code, err]).toEqual([3, expect.stringMatching(/error.* dead: /)]);
  });
});

describe('proofmark run --quirks', () => {
  test('adds the quirks to record and reports, and changes no verdict', async () => {
    const { code, record, folder } = await runDescriptor(describeLaunched(), ['--case', 'typ-missing', '--quirks'], {
      env,
    });
    expect(code).toBe(0);
    expect(record.quirks.map(({ target }) => target)).toEqual(['reference']);
    expect((await quirksIn(join(folder, 'out'))).targets[0]?.list).toEqual(record.quirks[0]?.list);
    expect(record.findings.map(({ verdict }) => verdict)).toEqual(['pass', 'skip', 'pass']);
  });

  test('measures nothing where it is not asked to', async () => {
    const { record } = await runDescriptor(describeLaunched(), ['--case', 'typ-missing'], { env });
    expect(record.quirks).toEqual([]);
  });
});
