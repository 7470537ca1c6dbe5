import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

const reason = ['--reason', 'Old clients leave typ out.'];
const run = ['run', 'my.yaml', '--suite', 'proof-typ-alg', '--reporter', 'json', '--out'];
const descriptor = describeLaunched(['--mutant', 'as-typ-missing-accepted']);

describe('proofmark waive', () => {
  test('answers for what counts, so that the next run meets its gate', async () => {
    const cwd = await folderWith({
      'my.yaml': { ...descriptor, waivers: 'waivers/known.yaml' },
    });
    await mkdir(join(cwd, 'waivers'));
    await writeFile(join(cwd, 'waivers/known.yaml'), '# Ours.\n');
    const first = await proofmark([...run, 'a'], { cwd, env });
    const waived = await proofmark(
      ['waive', 'a/record.ndjson', ...reason, '--owner', 'team-a', '--expires', '2099-12-31'],
      { cwd },
    );
    const second = await proofmark([...run, 'b'], { cwd, env });
    expect([first.code, waived.code, waived.err, second.code]).toEqual([1, 0, '', 0]);
    expect(waived.out).toBe('waivers/known.yaml  waivers for reference: 1 added\n  fail  as:typ\n');
    expect(await readFile(join(cwd, 'waivers/known.yaml'), 'utf8')).toBe(`# Ours.

- problem: as:typ
  verdict: fail
  reason: Old clients leave typ out.
  owner: team-a
  expires: 2099-12-31
`);
    const again = await proofmark(['waive', 'a/record.ndjson', ...reason], { cwd });
    expect(again.out).toBe('waivers/known.yaml  waivers for reference: 0 added, 1 there already\n');
    const nothing = await proofmark(['waive', 'b/record.ndjson', ...reason], { cwd });
    expect([nothing.code, nothing.err]).toEqual([
      2,
      'proofmark: nothing in this record counts against its targets: there is nothing to waive\n',
    ]);
  });

  test('makes a file for a descriptor that names none, and says what is to be done', async () => {
    const cwd = await folderWith({ 'my.yaml': descriptor });
    await proofmark([...run, 'a'], { cwd, env });
    const args = ['waive', 'a/record.ndjson', '--case', 'typ-missing@*'];
    const said = async (...more: readonly string[]): Promise<unknown> => {
      const { code, err } = await proofmark(['waive', 'a/record.ndjson', ...more], { cwd });
      return [code, err.split('\n', 1)[0]];
    };
    expect([
      await said('--reason', 'short'),
      await said(...reason, '--expires', '2020-01-01'),
      await said(...reason, '--expires', 'June'),
      await said(...reason, '--case', 'typ-mising@token'),
    ]).toEqual([
      [2, 'proofmark: --reason: say in 10 characters or more why this is accepted'],
      [2, 'proofmark: --expires: 2020-01-01 is over already'],
      [2, 'proofmark: --expires: "June" is no day; write it as 2027-06-30'],
      [
        2,
        'proofmark: --case: nothing that can be waived is called "typ-mising@token" in this record; did you mean "typ-missing@token"?',
      ],
    ]);
    const { code, out } = await proofmark([...args, ...reason], { cwd });
    expect([code, out]).toEqual([
      0,
      'my.waivers.yaml  waivers for reference: 1 added\n  fail  typ-missing@token\n\n' +
        'Next: name the file in my.yaml:\n  waivers: my.waivers.yaml\n',
    ]);
  });
});
