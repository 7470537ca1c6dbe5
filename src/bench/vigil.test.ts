import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Failure } from '../record/transcript.ts';
import type { Wire, WireExchange, WireRequest } from '../wire/types.ts';
import type { Life } from './pulse.ts';
import { createVigil, type Vigil } from './vigil.ts';

const token = 'http://127.0.0.1:1/token';
const resource = 'http://127.0.0.1:1/resource';
const silent: Failure = { kind: 'timeout', message: 'no answer' };

type Answer =
  | Failure
  | number
  | { readonly status: number; readonly retryAfter?: string; readonly isCut?: true; readonly ms?: number };
type Bed = { readonly vigil: Vigil; readonly sent: () => number; readonly asked: () => number };

/** A vigil over a wire that gives these answers by path, and over a target that lives so. */
function bed(answers: (path: string) => Answer, life: Life = 'gone'): Bed {
  let sent = 0;
  let asked = 0;
  const send: Wire['send'] = async (request) => {
    sent += 1;
    return Promise.resolve(exchangeOf(request, answers(new URL(request.url).pathname)));
  };
  const burst: Wire['burst'] = async (requests) => Promise.all(requests.map(async (request) => send(request)));
  const ask = async (): Promise<Life> => {
    asked += 1;
    return Promise.resolve(life);
  };
  const wire: Wire = { send, burst, sent: () => sent, close: async () => {} };
  const vigil = createVigil(wire, ask, new AbortController().signal);
  return { vigil, sent: () => sent, asked: () => asked };
}

function exchangeOf(request: WireRequest, answer: Answer): WireExchange {
  const base = { request, startedAt: Date.now(), totalMs: 1 };
  if (typeof answer === 'object' && 'kind' in answer) return { ...base, failure: answer };
  const { status, retryAfter = '0', ms = 1, ...cut } = typeof answer === 'number' ? { status: answer } : answer;
  return {
    ...base,
    totalMs: ms,
    response: { status, fields: [['Retry-After', retryAfter]], body: '', bodyBytes: 0, ...cut },
  };
}

async function sendTo({ vigil }: Bed, url: string, times: number, isLawful = false): Promise<WireExchange[]> {
  const exchanges: WireExchange[] = [];
  for (let count = 0; count < times; count += 1) {
    const exchange = await vigil.wire.send({ method: 'GET', url, fields: [] });
    if (isLawful) vigil.noteLawful(exchange, exchange.response?.status === 200);
    exchanges.push(exchange);
  }
  return exchanges;
}

afterEach(() => void vi.useRealTimers());

describe('silence', () => {
  test('that does not end closes the whole server, and nothing more is sent to it', async () => {
    const all = bed(() => silent);
    await sendTo(all, token, 3);
    const [held] = await sendTo(all, resource, 1);
    expect([all.sent(), all.asked()]).toEqual([3, 1]);
    expect(held?.failure?.kind).toBe('not-allowed');
    expect(held?.failure?.message.replace(/\d+ s/, 'N s')).toBe(
      'not sent: http://127.0.0.1:1 no longer answers: 3 requests in N s got no useful answer (the last: timeout: no answer), so nothing more was sent there',
    );
    expect(await all.vigil.life(resource)).toBe('gone');
    expect(all.asked()).toBe(1);
  });

  test('at one endpoint closes that one, where another answers', async () => {
    const one = bed((path) => (path === '/token' ? silent : 200));
    await sendTo(one, token, 2);
    await sendTo(one, resource, 1);
    await sendTo(one, token, 1);
    expect([one.vigil.lost(token) === undefined, one.vigil.lost(resource)]).toEqual([false, undefined]);
  });

  test('of a target that lives closes nothing, so long as lawful requests are answered', async () => {
    let isLawful = false;
    const some = bed(() => (isLawful ? 200 : silent), 'up');
    await sendTo(some, token, 16);
    expect([some.vigil.takeLawfulDue(token), some.vigil.takeLawfulDue(token)]).toEqual([true, false]);
    isLawful = true;
    await sendTo(some, token, 1, true);
    isLawful = false;
    await sendTo(some, token, 2);
    expect([some.vigil.lost(token), some.vigil.takeLawfulDue(token)]).toEqual([undefined, false]);
  });

  test('in answer to lawful requests too closes the endpoint in the end, though something else lives there', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const front = bed(() => 502, 'up');
    await sendTo(front, token, 3, true);
    expect(front.vigil.lost(token)).toBeUndefined();
    vi.setSystemTime(Date.now() + 15_000);
    await sendTo(front, token, 1, true);
    expect(front.vigil.lost(token)).toMatch(/no longer answers: 4 requests in 1[56] s .*\(the last: 502\)/);
  });
});

const garbled: Failure = { kind: 'protocol', message: 'Parse Error' };
const endless: Answer = { status: 400, isCut: true };

/** Why the endpoint is closed after so many lawful requests, so many seconds, and two more. */
async function livesFor({ vigil, ...rest }: Bed, seconds: number, times: number): Promise<string | undefined> {
  vi.useFakeTimers({ toFake: ['Date'] });
  await sendTo({ vigil, ...rest }, token, times, true);
  vi.setSystemTime(Date.now() + seconds * 1000);
  await sendTo({ vigil, ...rest }, token, 2, true);
  return vigil.lost(token);
}

describe('answers that cannot be read', () => {
  test.each<readonly [string, Answer, string]>([
    ['no HTTP', garbled, 'protocol: Parse Error'],
    ['a head beyond the bound', { kind: 'too-large', message: 'Header overflow' }, 'too-large: Header overflow'],
    ['a body beyond the bound', endless, '400 with a body beyond the limit'],
  ])('close the endpoint, where lawful requests get nothing else: %s', async (_, answer, last) => {
    const why = await livesFor(
      bed(() => answer, 'up'),
      5,
      3,
    );
    expect(why?.replace(/in \d+ s/, 'in N s')).toBe(
      `http://127.0.0.1:1 sends answers that are of no use: 4 requests in N s got no useful answer (the last: ${last}), so nothing more was sent there`,
    );
  });

  test.each<readonly [string, Answer]>([
    ['no HTTP', garbled],
    ['a dropped connection', { kind: 'reset', message: 'socket hang up' }],
    ['a body without end', endless],
  ])('to changed requests alone close nothing: %s', async (_, answer) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let isLawful = false;
    const strict = bed(() => (isLawful ? 200 : answer), 'up');
    for (let round = 0; round < 10; round += 1) {
      isLawful = false;
      await sendTo(strict, token, 20);
      vi.setSystemTime(Date.now() + 60_000);
      isLawful = true;
      await sendTo(strict, token, 1, true);
    }
    expect(strict.vigil.lost(token)).toBeUndefined();
  });

  test('close nothing where the page of lawful requests is that large', async () => {
    const page: Answer = { status: 200, isCut: true };
    const why = await livesFor(
      bed(() => page, 'up'),
      100,
      50,
    );
    expect(why).toBeUndefined();
  });
});

describe('something else each time', () => {
  /** A target that gives these answers in turn. */
  const turning = (...answers: readonly Answer[]): Bed => {
    let count = 0;
    return bed(() => answers[count++ % answers.length] ?? 200, 'up');
  };

  test('closes the endpoint, where no lawful request is accepted', async () => {
    expect((await livesFor(turning(400, silent, 401, garbled), 20, 16))?.replace(/for \d+ s/, 'for N s')).toBe(
      'http://127.0.0.1:1/token has accepted no lawful request for N s: 17 were sent, 8 got no useful answer, and all took 1 s together (the last: 400), so nothing more was sent there',
    );
  });

  test('closes nothing where one is accepted now and then, or where each is refused', async () => {
    expect(await livesFor(turning(200, silent, garbled, endless), 100, 48)).toBeUndefined();
    vi.useRealTimers();
    expect(await livesFor(turning(400, 401, 500), 100, 48)).toBeUndefined();
  });

  test('closes the endpoint, where lawful requests are refused slowly, or without end', async () => {
    const slow = bed(() => ({ status: 400, ms: 9000 }), 'up');
    expect(await livesFor(slow, 20, 12)).toMatch(/: 13 were sent, 0 got no useful answer, and all took 117 s together/);
    const quick = bed(() => ({ status: 400, ms: 9 }), 'up');
    expect(await livesFor(quick, 44, 500)).toBeUndefined();
    vi.useRealTimers();
    const endless = bed(() => 401, 'up');
    expect(await livesFor(endless, 45, 500)).toMatch(/accepted no lawful request for 4[56] s: 501 were sent/);
    vi.useRealTimers();
    const quicker = bed(() => 401, 'up');
    expect(await livesFor(quicker, 20, 4000)).toMatch(/for 2\d s: 4001 were sent/);
  });

  test('closes nothing for pauses that may end', async () => {
    expect(await livesFor(turning(429, 400, 503), 60, 12)).toBeUndefined();
  });
});

describe('pauses', () => {
  test('that do not end close the endpoint, once lawful requests got nothing else either', async () => {
    const busy = bed(() => 429);
    await sendTo(busy, token, 59);
    expect([busy.vigil.mayPass(token), busy.vigil.lost(token)]).toEqual([true, undefined]);
    await sendTo(busy, token, 1);
    expect([busy.vigil.mayPass(token), busy.vigil.lost(token)]).toEqual([false, undefined]);
    await sendTo(busy, token, 3, true);
    expect(busy.vigil.lost(token)).toMatch(/puts requests off without end: 63 requests in \d+ s/);
    expect(busy.asked()).toBe(0);
  });

  test('are not waited for any longer than a minute and a little', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const busy = bed(() => 503);
    await sendTo(busy, token, 3, true);
    expect(busy.vigil.mayPass(token)).toBe(true);
    vi.setSystemTime(Date.now() + 65_000);
    await sendTo(busy, token, 1, true);
    expect(busy.vigil.lost(token)).toMatch(/4 requests in 6[56] s/);
  });

  test('of hours are hopeless after three of them', async () => {
    const busy = bed(() => ({ status: 429, retryAfter: new Date(Date.now() + 3_600_000).toUTCString() }));
    await sendTo(busy, token, 3, true);
    expect(busy.vigil.lost(token)).toMatch(/3 requests in \d+ s .*\(the last: 429\)/);
  });

  test('in turn with silence are no life', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    let count = 0;
    const both = bed(() => (count++ % 2 === 0 ? 429 : silent), 'up');
    await sendTo(both, token, 7, true);
    expect(both.vigil.lost(token)).toBeUndefined();
    vi.setSystemTime(Date.now() + 20_000);
    await sendTo(both, token, 1, true);
    expect(both.vigil.lost(token)).toMatch(/puts requests off without end: 8 requests/);
  });

  test('that end are forgotten', async () => {
    let count = 0;
    const busy = bed(() => (count++ % 50 === 49 ? 401 : 429));
    await sendTo(busy, token, 500, true);
    expect(busy.vigil.lost(token)).toBeUndefined();
  });
});
