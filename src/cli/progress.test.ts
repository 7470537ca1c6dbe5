import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { findingEvents, sketches } from '../../reports/record.fixture.ts';
import type { Finding } from '../record/schema.ts';
import type { Loudness } from '../report/formats/console.ts';
import { createProgress } from './progress.ts';

const done = { plans: 640, requests: 700, findings: 2 };

function progressOn(isTTY: boolean, env: NodeJS.ProcessEnv, loudness: Loudness = 'normal') {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const progress = createProgress({ stderr, env: { NO_COLOR: '1', ...env } }, { loudness, showsObstacles: false });
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

function aFail(): Finding {
  const [sketch] = sketches;
  const found =
    sketch && findingEvents('api', sketch, 0, { verdict: 'fail' }).find((event) => event.type === 'finding');
  if (found === undefined) throw new Error('the fixture has a finding');
  return found;
}

test('on a terminal a bar shows how far the cases are, and what runs', () => {
  const { progress, written } = progressOn(true, {});
  const found = aFail();
  progress.finding(found, 5, 10);
  expect(written()).toBe(`\r\u001B[2K\r\u001B[2Kapi [##########..........] 5/10  ${found.instance}`);
  progress.finding(found, 50, 100);
  expect(written().replace(/\d+ s left/, 'N s left')).toBe(
    `\r\u001B[2K\r\u001B[2Kapi [##########..........] 50/100, about N s left  ${found.instance}`,
  );
  progress.finding(found, 100, 100);
  expect(written()).toContain(`[####################] 100/100  ${found.instance}`);
});

test('a finding is a line of its own only where that is asked for', () => {
  const lines = (loudness: Loudness): string => {
    const { progress, written } = progressOn(false, {}, loudness);
    progress.finding(aFail(), 1, 2);
    return written();
  };
  expect([lines('quiet'), lines('normal'), lines('verbose')]).toEqual(['', '', `fail    api/${aFail().instance}\n`]);
});
