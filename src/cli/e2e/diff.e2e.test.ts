import { cp, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

const suite = ['--suite', 'proof-typ-alg', '--reporter', 'json', '--out'];

describe('proofmark diff', () => {
  test('finds what became worse and what is mended, by record or folder, in each format', async () => {
    const cwd = await folderWith({
      'sound.yaml': describeLaunched(),
      'broken.yaml': describeLaunched(['--mutant', 'as-typ-missing-accepted']),
    });
    const sound = await proofmark(['run', 'sound.yaml', ...suite, 'sound'], { cwd, env });
    const broken = await proofmark(['run', 'broken.yaml', ...suite, 'broken'], { cwd, env });
    expect([sound.code, broken.code]).toEqual([0, 1]);
    const diff = async (...args: readonly string[]) => proofmark(['diff', ...args], { cwd });
    const worse = await diff('sound', 'broken/record.ndjson', '--out', 'diff.html');
    expect([worse.code, worse.err]).toEqual([1, 'page  diff.html\n']);
    expect(worse.out).toContain('New\n  fail  accepts a proof without typ\n      as:typ · ');
    expect(worse.out.trimEnd().split('\n').at(-1)).toBe('reference: 1 problem is new.');
    expect(await readFile(join(cwd, 'diff.html'), 'utf8')).toContain('<h1>reference: 1 problem is new.</h1>');
    const better = await diff('broken', 'sound', '--format', 'json');
    expect([better.code, JSON.parse(better.out)]).toMatchObject([0, { isWorse: false }]);
    const same = await diff('broken', 'broken', '--format', 'markdown');
    expect([same.code, same.out.split('\n')[0]]).toEqual([0, '## ◑ DPoP conformance, compared']);
    await cp(join(cwd, 'broken'), join(cwd, 'moved'), { recursive: true });
    await rename(join(cwd, 'moved/record.ndjson'), join(cwd, 'moved/other.ndjson'));
    const [none, format] = await Promise.all([diff('sound', 'moved'), diff('sound', 'broken', '--format', 'pdf')]);
    expect([none.code, format.code]).toEqual([2, 2]);
    expect(none.err).toMatch(/^proofmark: .*moved\/record\.ndjson: cannot read the record/);
    const github = await proofmark(['diff', 'sound', 'broken'], { cwd, env: { GITHUB_ACTIONS: 'true' } });
    expect(github.out).toMatch(/^::stop-commands::([0-9a-f]{32})\n[^]*\n::\1::\n$/);
  });
});
