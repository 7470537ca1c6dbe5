import { accessToken, claim, jti, lines, scheme } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import type { Need } from '../../suite/need.ts';
import { again, sentAt } from './proof-actions.ts';
import { type Action, either, lawful, step, undecided } from './step.ts';

const otherKey: Op = { op: 'key', use: 'other' };
const bound: readonly Need[] = ['bound-token'];

/** What can be done with access tokens, two sessions beside each other, and several resources. */
export const resourceActions: readonly Action[] = [
  {
    id: 'call-second',
    weight: 2,
    needs: ['second-resource'],
    make: () => step([], lawful('PM-LAWFUL'), { resource: 'second' }),
  },
  {
    id: 'replay-at-second',
    weight: 2,
    needs: ['second-resource'],
    make: (past, pick) => {
      const first = sentAt(past, pick, 'resource');
      if (first === undefined) return undefined;
      const elsewhere = first.spec.resource === 'second' ? {} : ({ resource: 'second' } as const);
      return step(again(first), either, elsewhere);
    },
  },
  {
    id: 'jti-at-second',
    weight: 1,
    needs: ['second-resource'],
    make: (past, pick) => {
      const first = sentAt(past, pick, 'resource');
      if (first === undefined) return undefined;
      const elsewhere = first.spec.resource === 'second' ? {} : ({ resource: 'second' } as const);
      return step([claim.set('jti', jti(first.name))], undecided, elsewhere);
    },
  },
  {
    id: 'sibling-token',
    weight: 1,
    needs: bound,
    make: () => step([accessToken('sibling')], lawful('RFC9449-6-01')),
  },
  {
    id: 'other-session',
    weight: 2,
    needs: bound,
    make: () => step([otherKey, accessToken('other')], lawful('PM-LAWFUL')),
  },
  { id: 'other-token', weight: 1, needs: bound, make: () => step([accessToken('other')], either) },
  { id: 'other-key', weight: 1, needs: bound, make: () => step([otherKey], either) },
  { id: 'downgrade', weight: 1, needs: bound, make: () => step([scheme('Bearer'), lines('absent')], either) },
  { id: 'downgrade-with-proof', weight: 1, needs: bound, make: () => step([scheme('Bearer')], either) },
  { id: 'no-proof', weight: 1, needs: bound, make: () => step([lines('absent')], either) },
  {
    id: 'downgrade-with-used-proof',
    weight: 1,
    needs: bound,
    make: (past, pick) => {
      const first = sentAt(past, pick, 'resource');
      return first && step([scheme('Bearer'), ...again(first)], either);
    },
  },
];
