import { defined } from '../../defined.ts';
import type { Op } from '../../plan/ops.ts';
import type { Need } from '../../suite/need.ts';
import { type Action, chosen, type Demand, either, isAccepted, lawful, type Step, step } from './step.ts';

/** The grant of an accepted request once more, changed. */
export function usedGrant(delta: readonly Op[], demand: Demand): Action['make'] {
  return (past, pick) => {
    const first = chosen(past, pick, isAccepted);
    return first && step([{ op: 'grant-of', exchange: first.name }, ...delta], demand, withOf(first));
  };
}

/** The grant of a request that was not granted: it must survive a demand for a nonce, and may survive a refusal. */
export function grantAgain(): readonly Action[] {
  const needs: readonly Need[] = ['nonce-required'];
  return [
    {
      id: 'again-after-challenge',
      weight: 3,
      after: ['no-nonce'],
      needs,
      make: (past, pick) => {
        const asked = chosen(past, pick, (one) => one.outcome.class === 'challenged' && isPlainGrant(one));
        if (asked === undefined || isUsed(past, asked.name)) return undefined;
        return step([{ op: 'grant-of', exchange: asked.name }], lawful('RFC9449-8-09', 'grant'), withOf(asked));
      },
    },
    {
      id: 'again-after-refusal',
      weight: 1,
      after: ['bad-signature'],
      make: (past, pick) => {
        const first = chosen(past, pick, ({ outcome }) => outcome.class === 'refused');
        return first && step([{ op: 'grant-of', exchange: first.name }], either, withOf(first));
      },
    },
  ];
}

/** Sent with the right key and a grant of its own, so that only the nonce can have been wrong. */
function isPlainGrant({ spec }: Step): boolean {
  return spec.delta.every(({ op }) => op === 'nonce');
}

function isUsed(past: readonly Step[], name: string): boolean {
  return past.some(({ spec }) => spec.delta.some((op) => op.op === 'grant-of' && op.exchange === name));
}

function withOf({ spec }: Step): Partial<Step['spec']> {
  return defined({ with: spec.with });
}
