import { describe, expect, test } from 'vitest';
import { isRefusedToken } from '../runner/refused-token.ts';
import type { Sent } from './sent.ts';
import { tokenless } from './tokenless.ts';

const sent = (kind: Sent['outcome']['class']): Sent => ({
  id: 'x1',
  outcome: { class: kind, text: '' },
  exchange: {
    request: { method: 'POST', url: 'http://127.0.0.1/', fields: [] },
    startedAt: 0,
    firstByteMs: 0,
    totalMs: 0,
  },
  challenges: [],
  startedAt: 0,
  endedAt: 0,
});

describe('an answer without a token', () => {
  test.each([
    ['refused', true],
    ['accepted', true],
    ['unclear', true],
    ['crashed', true],
    ['challenged', false],
    ['throttled', false],
    ['failed', false],
  ] as const)('that was %s is a refusal of the server: %s', (kind, isRefusal) => {
    expect(isRefusedToken(tokenless(sent(kind), 'no token'))).toBe(isRefusal);
  });
});
