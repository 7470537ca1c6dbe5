import { describe, expect, test } from 'vitest';
import type { Finding } from '../../record/schema.ts';
import { steadiest } from './confirm-and-report.ts';

function finding(instance: string, seen: number): Finding {
  return {
    type: 'finding',
    index: 0,
    target: 'reference',
    suite: 'fuzz',
    suiteTitle: '',
    section: '',
    case: instance,
    instance,
    title: '',
    place: 'resource',
    role: 'rs',
    requirements: [],
    verdict: seen === 0 ? 'note' : 'warn',
    reason: '',
    assertions: [],
    exchanges: [],
    ms: 0,
    plan: {},
    basis: { by: 'confirmation', tries: [] },
    fuzz: { phase: 'singles', seed: 1, index: 0, seen, of: 3 },
  };
}

async function reported(...seen: readonly number[]): Promise<string | undefined> {
  const tries = seen.map((times, index) => () => Promise.resolve(finding(`plan-${index}`, times)));
  return (await steadiest(tries))?.instance;
}

describe('of several plans that showed the same', () => {
  test('the first is reported if it shows it each time', async () => {
    expect(await reported(3, 3)).toBe('plan-0');
  });

  test('else another one that does', async () => {
    expect(await reported(1, 0, 3, 3)).toBe('plan-2');
  });

  test('else the first', async () => {
    expect(await reported(1, 2)).toBe('plan-0');
  });
});
