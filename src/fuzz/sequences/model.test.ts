import { defined } from '../../defined.ts';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../record/schema.ts';
import type { Judged } from '../oracle/oracle.ts';
import { seenIn, surpriseIn, rulingOnStep } from './model.ts';
import { either, lawful, refused, step, type SentStep, undecided } from './step.ts';

const sound: Judged = { violations: [], ruling: { expect: 'accept', requirements: [] } };
const faulty: Judged = {
  violations: [{ requirement: 'RFC9449-4.3-06a', level: 'must', detail: '' }],
  ruling: { expect: 'refuse', requirements: ['RFC9449-4.3-06a'], isDoubtful: false },
};
const doubtful: Judged = {
  violations: [{ requirement: 'RFC9449-11.1-02', level: 'should', detail: '' }],
  ruling: { expect: 'refuse', requirements: ['RFC9449-11.1-02'], isDoubtful: true },
};
const liberal: Judged = {
  violations: [{ requirement: 'RFC9449-8-17', level: 'may', detail: '' }],
  ruling: { expect: 'either', requirements: ['RFC9449-8-17'] },
};

describe('what must become of a step', () => {
  test('a lawful one is accepted', () => {
    expect(rulingOnStep(step([], lawful('PM-LAWFUL')), sound)).toMatchObject({ expect: 'accept' });
  });

  test('a lawful one that takes a liberty is accepted too', () => {
    expect(rulingOnStep(step([], lawful('PM-LAWFUL')), liberal)).toMatchObject({ expect: 'accept' });
  });

  test('a fault in the bytes stands over what the model knows', () => {
    const verdict = rulingOnStep(step([], lawful('PM-LAWFUL')), faulty);
    expect(verdict).toEqual({ expect: 'refuse', requirements: ['RFC9449-4.3-06a'], fault: 'proof' });
  });

  test('what the model refuses is refused, whatever the bytes say', () => {
    const spent = refused(['RFC6749-4.1.2-01'], 'grant');
    expect(rulingOnStep(step([], spent), sound)).toEqual(spent);
    expect(rulingOnStep(step([], spent), doubtful)).toEqual(spent);
  });

  test('what a server should refuse counts where the model knows nothing, and not where the text leaves it open', () => {
    expect(rulingOnStep(step([], either), doubtful)).toMatchObject({ requirements: ['RFC9449-11.1-02'] });
    expect(rulingOnStep(step([], undecided), doubtful)).toEqual({ expect: 'either', requirements: [] });
  });

  test('what has no ruling may be answered either way', () => {
    expect(rulingOnStep(step([], either), sound)).toEqual({ expect: 'either', requirements: [] });
  });
});

const accepted: Outcome = { class: 'accepted', status: 200, text: '200' };
const outcome = (kind: Outcome['class'], error?: string): Outcome => ({
  class: kind,
  status: 400,
  text: '400',
  ...defined({ error }),
});

describe('an answer', () => {
  const toRefuse = { expect: 'refuse', requirements: ['RFC9449-5-06'], fault: 'grant' } as const;
  const toAccept = { expect: 'accept', requirements: ['RFC9449-5-08'], fault: 'grant' } as const;
  const plain = step([], either);

  test('surprises where a fault is accepted, and where what is lawful is refused for it', () => {
    expect(surpriseIn(plain, toRefuse, accepted)).toBe('accepted');
    expect(surpriseIn(plain, toAccept, outcome('refused', 'invalid_grant'))).toBe('refused');
  });

  test('surprises when it is a server error, whatever was due', () => {
    expect(surpriseIn(plain, { expect: 'either', requirements: [] }, outcome('crashed'))).toBe('crashed');
  });

  test('does not surprise where it is as it must be', () => {
    expect(surpriseIn(plain, toRefuse, outcome('refused', 'invalid_grant'))).toBeUndefined();
    expect(surpriseIn(plain, toAccept, accepted)).toBeUndefined();
  });

  test('is not held against a server that refuses for a reason of its own', () => {
    expect(surpriseIn(plain, toAccept, outcome('refused', 'invalid_scope'))).toBeUndefined();
    expect(surpriseIn(plain, lawful('PM-LAWFUL') as never, outcome('refused', 'access_denied'))).toBeUndefined();
  });

  test('says nothing where it is a demand for a nonce, a pause or silence', () => {
    for (const kind of ['challenged', 'throttled', 'failed', 'unclear'] as const)
      expect(surpriseIn(plain, toAccept, outcome(kind))).toBeUndefined();
  });
});

test('only proofs that were accepted have been seen', () => {
  const sentStep = (jti: string, kind: Outcome['class']): SentStep => ({
    ...step([], either),
    name: jti,
    action: { id: 'call', weight: 1, make: () => undefined },
    outcome: outcome(kind),
    url: 'https://rs.example/',
    jti,
    isOwnProof: true,
  });
  expect(seenIn([sentStep('a', 'accepted'), sentStep('b', 'refused')])).toEqual([
    { jti: 'a', url: 'https://rs.example/' },
  ]);
});
