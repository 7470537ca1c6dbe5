import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark, verdictsOf } from './e2e.fixture.ts';
import { clients, describeLaunched, secretEnv as env } from './reference.fixture.ts';

const defect = ['--mutant', 'as-typ-missing-accepted'];
const few = ['--no-fuzz', '--reporter', 'json'];

async function runIn(cwd: string, descriptor: string, ...more: readonly string[]) {
  const ended = await proofmark(['run', descriptor, ...few, ...more], { cwd, env });
  const out = /^record {2}(.*)$/m.exec(ended.out)?.[1];
  const record = out === undefined ? undefined : await readCheckedRecord(join(cwd, out));
  return { ...ended, record };
}

describe('--last-failed', () => {
  test('runs what failed before, and nothing else', async () => {
    const cwd = await folderWith({
      'broken.yaml': { ...describeLaunched(defect), waivers: 'waivers.yaml' },
      'mended.yaml': describeLaunched(),
      'waivers.yaml': [{ case: 'typ-in-payload@token', verdict: 'fail', reason: 'Old clients put it there.' }],
    });
    const suite = ['--suite', 'proof-typ-alg,proof-structure'];
    const first = await runIn(cwd, 'broken.yaml', ...suite);
    expect([first.code, verdictsOf(first.record ?? never()).filter((one) => one.endsWith(' fail'))]).toEqual([
      1,
      ['typ-missing@token fail', 'typ-in-payload@token fail'],
    ]);
    const again = await runIn(cwd, 'broken.yaml', '--last-failed');
    expect([again.code, verdictsOf(again.record ?? never())]).toEqual([1, ['typ-missing@token fail']]);
    expect(again.record?.finished?.scope.why).toEqual([
      '--no-fuzz',
      `--last-failed ${first.record?.started.runId ?? ''}`,
    ]);

    const mended = await runIn(cwd, 'mended.yaml', '--last-failed');
    expect([mended.code, mended.record?.finished?.tone]).toEqual([0, 'partial']);
    expect(mended.out).toMatch(/^Partial: 1 of \d+ cases/m);

    const nothing = await runIn(cwd, 'mended.yaml', '--last-failed');
    expect([nothing.code, nothing.out, nothing.err]).toEqual([
      0,
      `Nothing failed in reports/out/${mended.record?.started.runId ?? ''}/record.ndjson: there is nothing to run again.\n`,
      '',
    ]);
  });

  test('runs all that could not be judged', async () => {
    const cwd = await folderWith({
      'gone.yaml': { name: 'reference', as: { issuer: 'http://127.0.0.1:1', clients: [clients.confidential] } },
      'here.yaml': describeLaunched(),
    });
    const gone = await runIn(cwd, 'gone.yaml', '--out', 'gone');
    expect(gone.code).toBe(3);
    const narrowed = ['--case', 'typ-*@token', '--last-failed', 'gone/record.ndjson'];
    const here = await runIn(cwd, 'here.yaml', ...narrowed, '--out', 'here');
    expect([here.code, (here.record?.findings.length ?? 0) > 3]).toEqual([0, true]);
  });

  test('runs the cases too whose answers broke a watch', async () => {
    const cwd = await folderWith({ 'loose.yaml': describeLaunched(['--mutant', 'as-no-store-missing']) });
    const suite = ['--suite', 'proof-typ-alg,watches', '--strict'];
    const first = await runIn(cwd, 'loose.yaml', ...suite);
    const watches = (first.record?.findings ?? []).filter(
      ({ verdict, basis }) => verdict === 'fail' && basis.by === 'watch',
    );
    expect(watches.length).toBeGreaterThan(0);
    const again = await runIn(cwd, 'loose.yaml', '--strict', '--last-failed');
    expect(again.code).toBe(1);
    expect(verdictsOf(again.record ?? never())).toEqual(
      expect.arrayContaining(watches.map(({ instance }) => `${instance} fail`)),
    );
  });

  test('runs only the targets at which something failed', async () => {
    const cwd = await folderWith({
      'broken.yaml': { ...describeLaunched(defect), name: 'broken' },
      'sound.yaml': { ...describeLaunched(), name: 'sound' },
    });
    const both = await runIn(cwd, 'broken.yaml', 'sound.yaml', '--case', 'typ-missing@token', '--out', 'out');
    expect(both.code).toBe(1);
    const last = ['--last-failed', 'out/record.ndjson'];
    const again = await runIn(cwd, 'broken.yaml', 'sound.yaml', ...last, '--out', 'again');
    expect([again.code, again.record?.started.targets.map(({ name }) => name)]).toEqual([1, ['broken']]);
    const sound = await runIn(cwd, 'sound.yaml', ...last);
    expect([sound.code, sound.err]).toEqual([
      2,
      expect.stringMatching(
        /^proofmark: --last-failed: nothing failed at sound in the run \S+; something failed at broken$/m,
      ),
    ]);
  });

  test('takes a record that is there, and no descriptor for one', async () => {
    const cwd = await folderWith({ 'target.yaml': describeLaunched() });
    const said = async (...more: readonly string[]): Promise<unknown> => {
      const { code, err } = await runIn(cwd, 'target.yaml', ...more);
      return [code, err.split('\n', 1)[0]];
    };
    await mkdir(join(cwd, 'reports/out/x'), { recursive: true });
    await cp(join(cwd, 'target.yaml'), join(cwd, 'reports/out/x/notes.yaml'));
    expect([
      await said('--last-failed'),
      await said('--last-failed', 'no/record.ndjson'),
      await said('--last-failed', 'target.yaml'),
      await said('--last-failed', '--resume'),
    ]).toEqual([
      [2, 'proofmark: --last-failed: there is no record in a folder of reports/out'],
      [2, expect.stringContaining('no/record.ndjson: cannot read the record')],
      [2, 'proofmark: --last-failed: target.yaml is a descriptor, and no record'],
      [2, 'proofmark: --resume goes on with a whole run: leave out --last-failed'],
    ]);
  });
});

function never(): never {
  throw new Error('the run left no record');
}
