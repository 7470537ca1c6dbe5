import { check, lines } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import { grantAgain, usedGrant } from './used-grants.ts';
import { type Action, type Demand, either, lawful, refused, step } from './step.ts';

const otherKey: Op = { op: 'key', use: 'other' };
const noProof = lines('absent');
const rotated: Op = { op: 'refresh-token', use: 'rotated' };
const toNewKey = check('RFC9449-5-14', { check: 'cnf-jkt', is: 'proof-key' });

/** What can be done with the refresh tokens of a public client: bound, whatever becomes of them. */
export const publicRefreshActions: readonly Action[] = [
  ...grantAgain(),
  ...[
    { id: 'refresh', more: {} },
    { id: 'rotated', more: { with: [rotated] } },
  ].flatMap(({ id, more }): readonly Action[] => {
    const ofKey = { ...more, checks: [toNewKey] };
    return [
      { id: `${id}-own-key`, weight: 2, make: () => step([], lawful('RFC9449-5-08', 'grant'), ofKey) },
      {
        id: `${id}-other-key`,
        weight: 2,
        make: () => step([otherKey], refused(['RFC9449-5-06', 'RFC9449-5-11', 'RFC9700-2.2.2-01'], 'grant'), more),
      },
      {
        id: `${id}-no-proof`,
        weight: 2,
        make: () => step([noProof], refused(['RFC9449-5-07'], 'grant'), more),
      },
      {
        id: `${id}-empty-field`,
        weight: 1,
        make: () => step([lines('empty')], refused(['RFC9449-5-07'], 'grant'), more),
      },
    ];
  }),
  reuse('reuse-other-key', [otherKey], refused(['RFC9449-5-06'], 'grant')),
  reuse('reuse-no-proof', [noProof], refused(['RFC9449-5-07'], 'grant')),
];

/** Of confidential clients: binding their refresh tokens is a warning (docs/grading.md); what they give is bound to the new key. */
export const confidentialRefreshActions: readonly Action[] = [
  ...grantAgain(),
  { id: 'refresh-own-key', weight: 2, make: () => step([], lawful('PM-LAWFUL'), { checks: [toNewKey] }) },
  { id: 'refresh-other-key', weight: 3, make: () => step([otherKey], lawful('RFC9449-5-13'), { checks: [toNewKey] }) },
  { id: 'refresh-no-proof', weight: 1, make: () => step([noProof], either) },
];

/** A refresh token that was used before, whether it was rotated or not. */
function reuse(id: string, delta: readonly Op[], demand: Demand): Action {
  return { id, weight: 1, make: usedGrant(delta, demand) };
}
