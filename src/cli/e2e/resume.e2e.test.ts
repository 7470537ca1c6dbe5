import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark, startProofmark, verdictsOf } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

const suites = 'proof-typ-alg,proof-htm-htu,proof-nonce,watches';
const run = ['run', 'target.yaml', '--out', 'out', '--suite', suites, '--no-fuzz', '--reporter', 'json'];
const files = { 'target.yaml': describeLaunched(['--mutant', 'as-typ-missing-accepted']) };

const readIn = async (folder: string, out = 'out'): Promise<RunRecord> =>
  readCheckedRecord(join(folder, out, 'record.ndjson'));

/** The record of a run that was stopped after so many findings. */
async function stoppedIn(cwd: string, args: readonly string[], signal: NodeJS.Signals, after = 30): Promise<RunRecord> {
  const started = startProofmark([...args, '--concurrency', '4'], { cwd, env });
  await started.recorded('finding', after);
  started.signal(signal);
  await started.ended;
  return readIn(cwd);
}

describe('an interrupted run', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)(
    'by %s is gone on with, and comes to what a whole one does',
    async (signal) => {
      const cwd = await folderWith(files);
      const whole = await proofmark([...run, '--out', 'whole'], { cwd, env });
      const before = await stoppedIn(cwd, run, signal);
      expect(before.finished?.ended).not.toBe('complete');
      const resumed = await proofmark([...run, '--resume'], { cwd, env });

      const [one, all] = [await readIn(cwd, 'whole'), await readIn(cwd)];
      expect([resumed.code, resumed.err]).toEqual([whole.code, expect.not.stringContaining('proofmark:')]);
      expect(verdictsOf(all)).toEqual(verdictsOf(one));
      const end = ({ finished }: RunRecord): unknown => {
        const { ended, exitCode, tone, counts, scope, targets } = finished ?? {};
        return [ended, exitCode, tone, counts, scope, targets];
      };
      expect(end(all)).toEqual(end(one));
      expect(all.started).toEqual(before.started);
      // What was judged stays, and is not sent again.
      const judged = new Set(before.findings.map(({ instance }) => instance));
      const again = [...all.exchanges.heads.values()].filter(
        ({ id, purpose, instance }) => purpose === 'tested' && judged.has(instance) && !before.exchanges.heads.has(id),
      );
      expect(again).toEqual([]);
      expect([...before.exchanges.heads.keys()].every((id) => all.exchanges.heads.has(id))).toBe(true);
      expect((await readdir(join(cwd, 'out'))).toSorted()).toEqual(['record.ndjson', 'result.json']);
    },
  );

  test('is gone on with twice, and as the shard that it was', async () => {
    const cwd = await folderWith(files);
    const shard = [...run, '--shard', '1/2'];
    const first = await stoppedIn(cwd, shard, 'SIGKILL', 15);
    const second = await stoppedIn(cwd, [...shard, '--resume'], 'SIGKILL', first.findings.length + 15);
    expect(second.findings.length).toBeGreaterThan(first.findings.length);
    const { code } = await proofmark([...shard, '--resume'], { cwd, env });
    const all = await readIn(cwd);
    expect([code, all.finished?.ended, all.finished?.scope.why]).toEqual([
      1,
      'complete',
      [`--suite ${suites}`, '--no-fuzz', '--shard 1/2'],
    ]);
    expect(all.findings).toHaveLength(all.preflights.at(-1)?.planned ?? 0);
  });

  test('is one of the same options', async () => {
    const cwd = await folderWith({ ...files, 'other.yaml': describeLaunched() });
    await stoppedIn(cwd, run, 'SIGKILL', 3);
    const saidFor = async (...args: readonly string[]): Promise<unknown> => {
      const { code, err } = await proofmark([...args, '--resume'], { cwd, env });
      return [code, err.split('\n', 1)[0]];
    };
    const no = (difference: string): unknown => [
      2,
      `proofmark: --resume: this is not the run of out/record.ndjson: it has ${difference}`,
    ];
    const [, , ...flags] = run;
    expect([
      await saidFor(...run, '--case', 'htm-*'),
      await saidFor(...run, '--strict'),
      await saidFor(...run, '--fail-on', 'warn'),
      await saidFor(...run, '--shard', '1/2'),
      await saidFor('run', 'other.yaml', ...flags),
    ]).toEqual([
      no(`another choice of cases (--suite ${suites} --case htm-* --no-fuzz and not --suite ${suites} --no-fuzz)`),
      no('another weight of a broken SHOULD (--strict and not without --strict)'),
      no('another gate (fail,warn and not fail)'),
      no('the shard 1/2, and not all cases'),
      no('another descriptor of the target "reference"'),
    ]);
    expect((await readIn(cwd)).findings.length).toBeGreaterThanOrEqual(3);
  });

  test('has an end that is missing', async () => {
    const cwd = await folderWith(files);
    const few = [...run, '--case', 'typ-missing@token'];
    const said = async (...args: readonly string[]): Promise<unknown> => {
      const { code, err } = await proofmark(args, { cwd, env });
      return [code, err];
    };
    expect(await said(...few, '--resume')).toEqual([
      2,
      'proofmark: --resume: there is no record in out\n' +
        '  fix: name the record: --resume path/to/record.ndjson; or run without --resume\n',
    ]);
    await proofmark(few, { cwd, env });
    expect(await said(...few, '--resume')).toEqual([
      2,
      'proofmark: --resume: the run of out/record.ndjson came to its end: nothing is left of it to run\n' +
        '  fix: see what it came to: proofmark report out/record.ndjson\n',
    ]);
    expect(await said('run', '--resume', 'target.yaml', 'target.yaml')).toEqual([
      2,
      'proofmark: --resume: target.yaml is a descriptor, and no record\n' +
        '  fix: put --resume behind the descriptors, or name the record after it\n',
    ]);
    expect((await readIn(cwd)).finished?.ended).toBe('complete');
  });
});
