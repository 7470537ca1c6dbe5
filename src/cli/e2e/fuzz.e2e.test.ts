import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../record/reader.ts';
import type { Finding } from '../../record/schema.ts';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv } from './reference.fixture.ts';

const env = secretEnv;
const defects = ['as-typ-missing-accepted', 'rs-htm-unchecked', 'rs-ath-unchecked'];
/** Leaves out PAR to save time, because a campaign takes seconds at each place. */
const claims = { par: false };
const broken = { ...describeLaunched(defects.flatMap((id) => ['--mutant', id])), claims };
const files = { 'broken.yaml': broken, 'sound.yaml': { ...describeLaunched(), claims } };

/** Splits a printed line into words as a shell does. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

function replayLines(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/proofmark (replay [^\s"<&]+ [^\s"<&]+)/g)].map(([, line = '']) => line))];
}

/** The parts of a finding that have to be the same in two campaigns. */
function essence({ instance, title, verdict, requirements, plan, fuzz }: Finding): unknown {
  return { instance, title, verdict, plan, fuzz, requirements: requirements.map(({ id }) => id) };
}

describe('a campaign against a server with several defects', () => {
  test('prints a replay line for each finding, and each of them fails there and is fixed elsewhere', async () => {
    const cwd = await folderWith(files);
    const flags = ['--seed', '3', '--runs', '30', '--out', 'out', '--verbose'];
    const fuzzed = await proofmark(['fuzz', 'broken.yaml', ...flags], { cwd, env });
    const { findings } = await readRecord(join(cwd, 'out/record.ndjson'));
    expect([fuzzed.code, findings.length >= defects.length]).toEqual([1, true]);
    const lines = replayLines(fuzzed.out);
    const page = await readFile(join(cwd, 'out/report.html'), 'utf8');
    const summary = await readFile(join(cwd, 'out/result.json'), 'utf8');
    // What is no breach was seen once and never again: an answer that a busy machine delayed.
    expect(lines).toHaveLength(findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').length);
    expect([replayLines(page), replayLines(summary)]).toEqual([
      expect.arrayContaining(lines as string[]),
      expect.arrayContaining(lines as string[]),
    ]);
    const there = await Promise.all(lines.map((line) => proofmark(wordsOf(line), { cwd, env })));
    const failed = [1, expect.stringMatching(/^FAILED {2}reference\/fuzz-/)];
    for (const { code, out } of there) expect([code, out]).toEqual(failed);
    const all = await proofmark(['replay', 'out/record.ndjson', '--target', 'sound.yaml'], { cwd, env });
    expect([all.code, all.out.match(/^[A-Z]+(?= {2})/gm)]).toEqual([0, findings.map(() => 'FIXED')]);
  });

  test('finds the same with the same seed', async () => {
    const cwd = await folderWith(files);
    const found = async (out: string): Promise<unknown> => {
      const flags = ['--seed', '11', '--runs', '60', '--reporter', 'json', '--out', out];
      await proofmark(['fuzz', 'broken.yaml', ...flags], { cwd, env });
      const { findings } = await readRecord(join(cwd, out, 'record.ndjson'));
      // What was never seen again alone is chance: an answer that a busy machine delayed.
      return findings.filter(({ fuzz }) => fuzz !== undefined && fuzz.seen > 0).map(essence);
    };
    expect(await found('one')).toEqual(await found('two'));
  });
});

describe('findings that are saved', () => {
  test('are suites that run takes, are tried first next time, and reported as fixed where they are', async () => {
    const cwd = await folderWith(files);
    const fuzz = async (target: string) => {
      const flags = ['--seed', '3', '--runs', '0', '--reporter', 'json', '--out', 'out', '--force', '--save-cases'];
      return proofmark(['fuzz', target, ...flags, 'known'], { cwd, env });
    };
    const first = await fuzz('broken.yaml');
    const names = await readdir(join(cwd, 'known'));
    expect([names.length >= defects.length, first.out]).toEqual([
      true,
      expect.stringContaining(`saved   ${names.length} findings in known\n`),
    ]);
    const suites = names.map((name) => `known/${name}`).join(',');
    const run = await proofmark(['run', 'broken.yaml', '--suite', suites, '--out', 'run'], { cwd, env });
    const { findings } = await readRecord(join(cwd, 'run/record.ndjson'));
    expect([run.code, findings.length]).toEqual([1, names.length]);
    expect(findings.filter(({ verdict }) => verdict !== 'fail' && verdict !== 'warn')).toEqual([]);
    const replayed = await proofmark(['replay', 'known', '--target', 'broken.yaml'], { cwd, env });
    expect([replayed.code, replayed.out]).toEqual([1, expect.stringContaining(`${names.length} FAILED\n`)]);
    const again = await fuzz('broken.yaml');
    expect(again.out).toContain(`${names.length} known findings tried first: ${names.length} still broken; then `);
    const sound = await fuzz('sound.yaml');
    expect([sound.code, sound.out]).toEqual([
      0,
      expect.stringContaining(`${names.length} known findings tried first: ${names.length} fixed; then `),
    ]);
    expect(await readdir(join(cwd, 'known'))).toEqual(names);
  });
});

describe('two targets', () => {
  test('are compared on the same plans, with the opinion of the judge, and no verdict', async () => {
    const names = { 'a.yaml': { ...broken, name: 'a' }, 'b.yaml': { ...files['sound.yaml'], name: 'b' } };
    const cwd = await folderWith(names);
    const flags = ['--seed', '3', '--runs', '0', '--reporter', 'html,json', '--out', 'out'];
    const { code, out } = await proofmark(['fuzz', 'a.yaml', 'b.yaml', ...flags], { cwd, env });
    const { comparisons } = await readRecord(join(cwd, 'out/record.ndjson'));
    const [comparison] = comparisons;
    expect([code, comparisons.length, comparison?.targets]).toEqual([1, 1, ['a', 'b']]);
    expect(out).toMatch(/^ {2}only a accepts\n {4}.*\n {8}\w+ · must be refused \(RFC9449-/m);
    const typ = comparison?.differences.find(({ plan }) =>
      JSON.stringify(plan).includes('"header-remove","name":"typ"'),
    );
    expect(typ).toMatchObject({ expect: 'refuse', requirements: ['RFC9449-4.3-04a'] });
    expect(out).not.toMatch(/only b accepts/);
  });
});
