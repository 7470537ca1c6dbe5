import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { CliContext } from './context.ts';
import { createProgress } from './progress.ts';

const done = { plans: 640, requests: 700, findings: 2 };

function progressOn(isTTY: boolean, env: NodeJS.ProcessEnv) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const { stdin, stdout } = process;
  const context: CliContext = {
    stdout,
    stderr,
    stdin,
    env: { NO_COLOR: '1', ...env },
    cwd: '.',
    args: [],
    signal: new AbortController().signal,
    exit: () => undefined,
  };
  return { progress: createProgress(context), written: () => String(stderr.read() ?? '') };
}

test('on a terminal a campaign tells on one line how far it is', () => {
  const { progress, written } = progressOn(true, {});
  progress.campaign('api', done);
  expect(written()).toBe('\r\u001B[2Kapi  fuzzing: 640 plans, 700 requests, 2 findings');
});

test('in CI a campaign that has just begun tells nothing', () => {
  const { progress, written } = progressOn(true, { CI: 'true' });
  progress.campaign('api', done);
  expect(written()).toBe('');
});
