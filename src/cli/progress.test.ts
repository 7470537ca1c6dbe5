import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

const done = { plans: 640, requests: 700, findings: 2 };

function progressOn(isTTY: boolean, env: NodeJS.ProcessEnv) {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const progress = createProgress({ stderr, env: { NO_COLOR: '1', ...env } });
  return { progress, written: () => String(stderr.read() ?? '') };
}

test('on a terminal a campaign shows on one line how far it is', () => {
  const { progress, written } = progressOn(true, {});
  progress.campaign('api', done);
  expect(written()).toBe('\r\u001B[2Kapi  fuzzing: 640 plans, 700 requests, 2 findings');
});

test('in CI a campaign that has just begun prints nothing', () => {
  const { progress, written } = progressOn(true, { CI: 'true' });
  progress.campaign('api', done);
  expect(written()).toBe('');
});
