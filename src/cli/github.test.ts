import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { hostileRun, mixedRun } from '../../reports/runs.fixture.ts';
import { foldRecord } from '../record/fold.ts';
import type { RecordEvent } from '../record/schema.ts';
import { hostOf } from './host.ts';

/** What the command line prints once a run has ended, with these variables. */
async function printed(events: readonly RecordEvent[], env: NodeJS.ProcessEnv) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const context = {
    stdin: new PassThrough(),
    cwd: '.',
    args: [],
    signal: new AbortController().signal,
    exit: () => {},
  };
  const host = hostOf({ ...context, stdout, stderr, env });
  host.events.started();
  host.events.ended();
  await host.events.recorded({ record: foldRecord(events), recordPath: 'record.ndjson' });
  return { out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

/** The lines that the runner of GitHub Actions would obey: it stops obeying at one command, until its word comes back. */
function commandsIn(text: string): readonly string[] {
  let word: string | undefined;
  return text.split('\n').filter((line) => {
    const [, name, value] = /^\s*::([\w-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
    if (word !== undefined) {
      if (name === word) word = undefined;
      return false;
    }
    if (name === 'stop-commands') word = value;
    return name !== undefined && name !== 'stop-commands';
  });
}

describe('in GitHub Actions', () => {
  test('a run ends with annotations, and obeys no command of a target', async () => {
    const [first, ...rest] = hostileRun();
    if (first?.type !== 'run-started') throw new Error('a run starts');
    const events = [first, ...rest].map((event) =>
      event.type === 'finding' ? { ...event, title: '::add-mask::a', reason: '\n::error::no\n##[add-mask]b' } : event,
    );
    const { out } = await printed(events, { GITHUB_ACTIONS: 'true' });
    expect(commandsIn(out).map((line) => /^::(\w+) file=.*?,line=\d+,title=[^:]*::/.exec(line)?.[1])).toEqual([
      'error',
      'error',
    ]);
    expect(out.match(/^::stop-commands::[0-9a-f]{32}$/gm)).toHaveLength(2);
    // Each pause is ended, so that later commands of the step are obeyed.
    const words = [...out.matchAll(/^::stop-commands::(.*)$/gm)].map(([, word]) => `::${word}::`);
    expect(words.filter((word) => out.split('\n').includes(word))).toHaveLength(2);
    expect(new Set(words).size).toBe(2);
  });

  test('the summary of the run joins that of the step, and what is there stays', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'proofmark-')), 'summary.md');
    await writeFile(file, '# Mine\n');
    await printed(mixedRun(), { GITHUB_STEP_SUMMARY: file });
    await printed(mixedRun(), { GITHUB_STEP_SUMMARY: file });
    const summary = await readFile(file, 'utf8');
    expect(summary.startsWith('# Mine\n\n## ❌ DPoP conformance: gate not met')).toBe(true);
    expect(summary.match(/^## /gm)).toHaveLength(2);
  });

  test('a summary that is full stays as it is', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'proofmark-')), 'summary.md');
    const full = 'x'.repeat(1_048_570);
    await writeFile(file, full);
    await printed(mixedRun(), { GITHUB_STEP_SUMMARY: file });
    expect(await readFile(file, 'utf8')).toBe(full);
  });

  test('a summary that cannot be written is a sentence, and no end of the run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'proofmark-'));
    const { err } = await printed(mixedRun(), { GITHUB_STEP_SUMMARY: folder });
    expect(err).toBe(`proofmark: ${folder}: cannot be written: it is a folder\n`);
  });
});

test('elsewhere nothing of it is printed', async () => {
  const { out } = await printed(mixedRun(), {});
  expect(out).not.toMatch(/^::/m);
});
