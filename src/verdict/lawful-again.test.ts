import { describe, expect, test } from 'vitest';
import type { ExchangeEvent } from '../record/schema.ts';
import { createLawfulAgain } from './lawful-again.ts';

type Seen = {
  readonly refused?: string;
  readonly class?: 'refused' | 'crashed' | 'throttled' | 'challenged';
  readonly key?: string;
  readonly alg?: string;
  readonly delta?: string[];
  readonly fault?: string;
  readonly jti?: string;
  readonly fields?: [string, string][];
  /** Milliseconds behind its second. */
  readonly age?: number;
};

const began = Date.parse('2026-01-01T00:00:00Z');

/** An exchange a second, each a little later in its own. */
function exchange(
  { refused, key = 'k', alg = 'ES256', delta = [], fault, ...rest }: Seen,
  index: number,
): ExchangeEvent {
  const age = rest.age ?? 50 + ((index * 37) % 900);
  const kind = refused === undefined ? 'accepted' : (rest.class ?? 'refused');
  const status = kind === 'accepted' ? 200 : kind === 'crashed' ? 500 : 401;
  return {
    type: 'exchange',
    id: String(index),
    target: 't',
    instance: 'control@resource',
    purpose: 'control-before',
    place: 'resource',
    delta,
    ...(fault === undefined ? {} : { fault }),
    proof: {
      text: '',
      header: { alg, jwk: { x: key } },
      payload: { iat: began / 1000 + index, jti: rest.jti ?? String(index) },
    },
    outcome: { class: kind, status, text: String(status), ...(refused === undefined ? {} : { error: refused }) },
    transcript: {
      request: { method: 'GET', url: 'https://api.example/', fields: [] },
      response: { status, fields: rest.fields ?? [], body: '', bodyBytes: 0 },
      startedAt: new Date(began + 1000 * index + age).toISOString(),
      totalMs: 5,
    },
  };
}

function concluded(events: readonly Seen[]): readonly unknown[] {
  const again = createLawfulAgain('resource');
  for (const [index, event] of events.entries()) again.look(exchange(event, index));
  const { ok, got, atMost } = again.result();
  return [ok, /^\d+ of \d+/.exec(got)?.[0], atMost];
}

/** So many exchanges, each of which the server accepts, but every so-manyth. */
function run(length: number, every: number, refusal: Seen): Seen[] {
  return Array.from({ length }, (_, index) => (index % every === 1 ? refusal : {}));
}

const token: Seen = { refused: 'invalid_token' };
const proof: Seen = { refused: 'invalid_dpop_proof' };

describe('a plain lawful request', () => {
  test('refused one time in five, from the beginning to the end, is a breach', () => {
    expect(concluded(run(200, 5, token))).toEqual([false, '40 of 200', undefined]);
  });

  test('refused one time in thirty is a breach of less weight', () => {
    expect(concluded(run(300, 30, token))).toEqual([false, '10 of 300', 'warn']);
  });

  test('is another one by each algorithm, also where they have a key in common', () => {
    expect(concluded(run(200, 5, { ...proof, alg: 'PS512' }))).toEqual([true, '0 of 160', undefined]);
  });

  test('refused three times may be chance', () => {
    expect(concluded(run(90, 30, token))).toEqual([true, '3 of 90', undefined]);
  });

  test('that crashes weighs as one that is refused', () => {
    expect(concluded(run(200, 5, { refused: '', class: 'crashed' }))).toEqual([false, '40 of 200', undefined]);
  });

  test('refused with a code that blames neither proof nor token is a warning at most: somebody else may stand in front', () => {
    expect(concluded(run(200, 5, { refused: 'access_denied' }))).toEqual([false, '29 of 189', 'warn']);
  });

  test('refused during an outage shows nothing', () => {
    const outage = Array.from({ length: 200 }, (_, index) => (index > 90 && index < 120 ? token : {}));
    expect(concluded(outage)).toEqual([true, '29 of 200', undefined]);
  });

  test('refused before the first or after the last that was accepted may have another reason', () => {
    const late = Array.from({ length: 100 }, (_, index) => (index < 20 || index > 60 ? token : {}));
    expect(concluded(late)).toEqual([true, '0 of 41', undefined]);
  });

  test('of another key is another request', () => {
    const events = Array.from({ length: 200 }, (_, index) => (index % 5 === 1 ? { ...token, key: 'other' } : {}));
    expect(concluded(events)).toEqual([true, '0 of 160', undefined]);
  });

  test.each<[string, Seen]>([
    ['a changed one', { ...token, delta: ['a change'] }],
    ['one that must be refused', { ...token, fault: 'proof' }],
    ['a copy of a proof that was sent', { ...proof, jti: '0' }],
    ['one that a limit puts off', { refused: '', class: 'throttled' }],
    ['a refusal that asks for a pause', { ...token, fields: [['Retry-After', '1']] }],
    ['a refusal at the end of a quota', { ...token, fields: [['X-RateLimit-Remaining', '0']] }],
    ['a demand for a nonce', { refused: 'use_dpop_nonce', class: 'challenged' }],
    ['a refusal that supplies another nonce', { ...proof, fields: [['DPoP-Nonce', 'new']] }],
    ['a grant that is used up', { refused: 'invalid_grant' }],
  ])('is not %s', (_, refusal) => {
    expect(concluded(run(200, 5, refusal))).toEqual([true, '0 of 160', undefined]);
  });
});

describe('a proof refused', () => {
  test('at any age shows no clock', () => {
    expect(concluded(run(200, 5, proof)).slice(0, 1)).toEqual([false]);
  });

  test('only where it is younger than all that are accepted may be dated ahead of the time of the server', () => {
    const behind = Array.from({ length: 200 }, (_, index): Seen => {
      const age = (index * 37) % 1000;
      return age < 300 ? { ...proof, age } : { age };
    });
    expect(concluded(behind)[0]).toBe(true);
  });

  test('only where it is older than all that are accepted may be out of a narrow window', () => {
    const narrow = Array.from({ length: 200 }, (_, index): Seen => {
      const age = (index * 37) % 1000;
      return age > 700 ? { ...proof, age } : { age };
    });
    expect(concluded(narrow)[0]).toBe(true);
  });
});
