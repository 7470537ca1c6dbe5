import { expect, test } from 'vitest';
import type { Failure } from '../record/transcript.ts';
import type { WireExchange, WireRequest } from '../wire/types.ts';
import { createPulse, type Pulse, isSilenceMessage } from './pulse.ts';

const url = 'http://127.0.0.1:1/token';
const refused: Failure = { kind: 'connect', message: 'ECONNREFUSED' };

/** A target that gives these answers in turn, the last of them for ever: a failure, or any response. */
function pulseOf(...answers: readonly (Failure | 'any')[]): { readonly pulse: Pulse; readonly asked: () => number } {
  let count = 0;
  const send = (request: WireRequest): Promise<WireExchange> => {
    const answer = answers[Math.min(count, answers.length - 1)];
    count += 1;
    const base = { request, startedAt: 0, totalMs: 1 };
    const response = { status: 404, fields: [], body: '', bodyBytes: 0 };
    return Promise.resolve(typeof answer === 'object' ? { ...base, failure: answer } : { ...base, response });
  };
  return { pulse: createPulse({ send }, new AbortController().signal), asked: () => count };
}

test('a target that answers anything is up', async () => {
  expect(await pulseOf('any').pulse.life(url)).toBe('up');
});

test('a target that answers after a while is back', async () => {
  expect(await pulseOf(refused, refused, 'any').pulse.life(url)).toBe('back');
});

test('a port that was closed is remembered; a connection that broke or was not made in time is none', async () => {
  const reset: Failure = { kind: 'reset', message: 'read ECONNRESET' };
  const late: Failure = { kind: 'connect', message: 'connect ETIMEDOUT' };
  const { pulse } = pulseOf(reset, late, 'any', reset, refused, 'any');
  const since = Date.now();
  expect([await pulse.life(url), pulse.closedSince(url, since)]).toEqual(['back', false]);
  expect([await pulse.life(url), pulse.closedSince(`${url}?x`, since)]).toEqual(['back', true]);
  expect([pulse.closedSince(url, Date.now() + 1), pulse.closedSince('http://127.0.0.1:2/', since)]).toEqual([
    false,
    false,
  ]);
});

test('an answer that cannot be read is an answer', async () => {
  expect(await pulseOf({ kind: 'protocol', message: 'x' }).pulse.life(url)).toBe('up');
});

test('questions at one time share the requests', async () => {
  const { pulse, asked } = pulseOf(refused, 'any');
  expect(await Promise.all([pulse.life(url), pulse.life(`${url}?x`)])).toEqual(['back', 'back']);
  expect(asked()).toBe(2);
});

test('an interrupted run does not wait', async () => {
  const send = (request: WireRequest): Promise<WireExchange> =>
    Promise.resolve({ request, startedAt: 0, totalMs: 1, failure: refused });
  expect(await createPulse({ send }, AbortSignal.abort()).life(url)).toBe('gone');
});

test('patience grows with the median of the last twenty answers', () => {
  const { pulse } = pulseOf('any');
  expect(pulse.patience()).toBe(1000);
  pulse.beat(300);
  expect(pulse.patience()).toBe(7000);
  for (let count = 0; count < 20; count += 1) pulse.beat(5);
  expect(pulse.patience()).toBe(1100);
});

test('the message of an error shows silence in the words of a failure', () => {
  const texts = ['no access token: reset: socket hang up', 'no access token: 400 invalid_grant', 'a reset password'];
  expect(texts.map(isSilenceMessage)).toEqual([true, false, false]);
});

test('a target that delays its refusals gets more time', () => {
  const { pulse } = pulseOf('any');
  pulse.beat(5);
  const before = pulse.patience();
  pulse.refusal(1500);
  expect([before, pulse.patience()]).toEqual([1100, 4100]);
});
