import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { type Ended, folderWith, proofmark, verdictsOf } from './e2e.fixture.ts';
import { describeLaunched, secretEnv as env } from './reference.fixture.ts';

const defects = ['--mutant', 'as-typ-missing-accepted'];
const waivers = [{ case: 'typ-missing', verdict: 'fail', reason: 'Old clients leave typ out.' }];
const files = {
  'target.yaml': { ...describeLaunched(defects), waivers: 'waivers.yaml' },
  'waivers.yaml': waivers,
};

const readIn = async (folder: string, out: string): Promise<RunRecord> =>
  readCheckedRecord(join(folder, out, 'record.ndjson'));

const runIn = (cwd: string, more: readonly string[], with_: Readonly<Record<string, string>> = env): Promise<Ended> =>
  proofmark(['run', 'target.yaml', '--no-fuzz', '--reporter', 'json', ...more], { cwd, env: with_ });

/** With the rules for all answers. */
const suites = ['--suite', 'proof-typ-alg,proof-nonce,watches'];
const shards = ['1/3', '2/3', '3/3'];
const records = ['s3', 's1', 's2'].map((name) => `${name}/record.ndjson`);

/** All by which two runs can be compared: they differ in times and in the number of answers. */
function shownIn({ findings, finished, preflights, started }: RunRecord) {
  return {
    verdicts: findings.map(({ instance, verdict, waiver, crash, index }) => [instance, verdict, waiver, crash, index]),
    end: [finished?.ended, finished?.exitCode, finished?.tone, finished?.counts, finished?.waived, finished?.scope],
    stale: finished?.staleWaivers,
    planned: preflights.map(({ planned, of, selected }) => [planned, of, selected]),
    scope: started.scope,
  };
}

describe('a run in shards', () => {
  test('comes to what the whole run came to, once the shards are merged', async () => {
    const cwd = await folderWith(files);
    const whole = await runIn(cwd, [...suites, '--out', 'whole']);
    const parts = [];
    for (const [index, shard] of shards.entries())
      parts.push(await runIn(cwd, [...suites, '--shard', shard, '--out', `s${index + 1}`]));
    const merged = await proofmark(['merge', ...records, '--out', 'merged', '--reporter', 'html,markdown'], { cwd });

    expect([whole.code, merged.code]).toEqual([1, 1]);
    expect(merged.err).toBe('');
    expect(merged.out).toContain(
      'record  merged/record.ndjson\nreport  merged/report.html\nreport  merged/summary.md\n',
    );
    const [one, all] = [await readIn(cwd, 'whole'), await readIn(cwd, 'merged')];
    expect(shownIn(all)).toEqual(shownIn(one));
    expect(all.finished?.counts.fail).toBeGreaterThan(1);
    expect(all.finished?.waived).toBe(1);

    // A shard is partial, never green, and knows of no stale waiver.
    const ran = await Promise.all(['s1', 's2', 's3'].map((out) => readIn(cwd, out)));
    expect(parts.every(({ code }) => code === 0 || code === 1)).toBe(true);
    for (const [index, { finished, started }] of ran.entries()) {
      expect(started.scope.narrowed.at(-1)).toEqual({ by: '--shard', to: [shards[index]] });
      expect(finished?.scope.why).toContain(`--shard ${shards[index] ?? ''}`);
      expect(finished?.scope.of).toBe(one.finished?.scope.of);
      expect([finished?.tone === 'partial' || finished?.tone === 'bad', finished?.staleWaivers]).toEqual([true, []]);
    }
    // Each case was run once, each watch by all.
    const cases = ran.flatMap(({ findings }) => findings.filter(({ basis }) => basis.by !== 'watch'));
    expect(new Set(cases.map(({ instance }) => instance)).size).toBe(cases.length);

    const refusals = async (...args: string[]): Promise<unknown> => {
      const { code, err } = await proofmark(['merge', ...args, '--out', 'x'], { cwd });
      return [code, err];
    };
    expect(await refusals('s1/record.ndjson', 's3/record.ndjson')).toEqual([
      2,
      'proofmark: shard 2/3 is missing\n' +
        '  fix: name their records too, or merge the others with --partial: that is no whole run\n',
    ]);
    expect(await refusals(...records, 's2/record.ndjson')).toEqual([
      2,
      'proofmark: s2/record.ndjson and s2/record.ndjson: both are shard 2/3; give each shard once\n',
    ]);
    expect(await refusals('whole/record.ndjson')).toEqual([
      2,
      'proofmark: whole/record.ndjson: is the record of no shard: its run had no single --shard\n',
    ]);
    const partial = await proofmark(
      ['merge', 's1/record.ndjson', 's3/record.ndjson', '--partial', '--out', 'part', '--reporter', 'json'],
      { cwd },
    );
    const part = await readIn(cwd, 'part');
    // What fails stands in the shard that is missing.
    expect([partial.code, part.finished?.tone, part.finished?.scope.why]).toEqual([
      0,
      'partial',
      [suites.join(' '), '--no-fuzz', '--shard 1/3,3/3'],
    ]);
    expect(verdictsOf(part).length).toBeLessThan(verdictsOf(all).length);
  });

  test('may be the one that the CI names', async () => {
    const cwd = await folderWith(files);
    const variables = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' };
    const few = ['--case', 'htm-*@token', '--shard', 'ci', '--out', 'out'];
    const { code } = await runIn(cwd, few, { ...env, ...variables });
    const { started } = await readIn(cwd, 'out');
    expect([code, started.scope.narrowed.at(-1)]).toEqual([0, { by: '--shard', to: ['2/3'] }]);
    const without = await runIn(cwd, [...few, '--force']);
    expect([without.code, without.err]).toEqual([
      2,
      'proofmark: --shard ci: none of these is set: CI_NODE_INDEX and CI_NODE_TOTAL (GitLab), CIRCLE_NODE_INDEX and ' +
        'CIRCLE_NODE_TOTAL (CircleCI), BUILDKITE_PARALLEL_JOB and BUILDKITE_PARALLEL_JOB_COUNT (Buildkite)\n' +
        '  fix: give the numbers: --shard 2/4\n',
    ]);
  });
});
