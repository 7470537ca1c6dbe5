import { describe, expect, test } from 'vitest';
import type { Finding } from '../../record/schema.ts';
import { Case } from '../../suite/schema.ts';
import { onceOnly } from './first-use.ts';

const tried = (verdict: Finding['verdict']): Finding => ({
  type: 'finding',
  target: 'a',
  index: 0,
  instance: 'jti-empty@token',
  case: 'jti-empty',
  suite: 'proof-claims',
  suiteTitle: '',
  section: '',
  place: 'token',
  role: 'as',
  title: '',
  requirements: [
    {
      id: 'RFC9449-4.3-03f',
      role: 'as',
      section: 'RFC9449 4.3',
      level: 'implied',
      summary: '',
      severity: 'warn',
      base: 'warn',
    },
  ],
  verdict,
  reason: '',
  assertions: [],
  exchanges: [],
  plan: {},
  basis: { by: 'inapplicable', why: '' },
  ms: 0,
});

describe('what a server that remembers ids takes once at most', () => {
  test('is one case at each place, to be refused, and a warning at most', () => {
    const plans = onceOnly(['token', 'resource'], 1, []).map((one) => one.case);
    expect(plans.map(({ at, atMost, exchanges }) => [at, atMost, exchanges[0]?.expect])).toEqual([
      [['token'], 'warn', 'refuse'],
      [['resource'], 'warn', 'refuse'],
    ]);
    for (const plan of plans) expect(Case.parse(structuredClone(plan))).toEqual(plan);
  });

  test('is not sent where a case has sent it', () => {
    expect(onceOnly(['token'], 1, [tried('pass')])).toEqual([]);
    expect(onceOnly(['token'], 1, [tried('warn')])).toEqual([]);
    expect(onceOnly(['token'], 1, [tried('skip')])).toHaveLength(1);
  });
});
