import { defined } from '../../defined.ts';
import { authorization, check, lines } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import type { RequiredCheck } from '../../suite/schema.ts';
import { grantAgain, usedGrant } from './used-grants.ts';
import { type Action, type Demand, lawful, refused, step } from './step.ts';

const otherKey: Op = { op: 'key', use: 'other' };
const noProof = lines('absent');
const wrongVerifier: Op = { op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } };

/** How a code can be bound, which rows hold with the key, another one, and none, and what the target must offer. */
const bindings = [
  {
    id: 'dpop-jkt',
    wish: authorization('front', { dpopJkt: 'own' }),
    needs: ['dpop-jkt'],
    same: 'RFC9449-10-03',
    other: ['RFC9449-10-01b', 'RFC9449-10-01'],
    none: 'RFC9449-10-02',
  },
  {
    id: 'par-dpop-jkt',
    wish: authorization('par', { dpopJkt: 'own' }),
    needs: ['par'],
    same: 'RFC9449-10.1-05',
    other: ['RFC9449-10.1-05'],
    none: 'RFC9449-10.1-05',
  },
  {
    id: 'par-proof',
    wish: authorization('par', { proof: 'own' }),
    needs: ['par'],
    same: 'RFC9449-10.1-06',
    other: ['RFC9449-10.1-03', 'RFC9449-10.1-06'],
    none: 'RFC9449-10.1-04',
  },
  {
    id: 'par-both',
    wish: authorization('par', { proof: 'own', dpopJkt: 'own' }),
    needs: ['par'],
    same: 'RFC9449-10.1-08',
    other: ['RFC9449-10.1-03', 'RFC9449-10.1-05'],
    none: 'RFC9449-10.1-04',
  },
] as const;

/** A server that need not honour dpop_jkt is warned, not failed, where it does not (docs/grading.md). */
const ignoredJkt = ['RFC9449-10-01'];

const toKey = check('RFC9449-5-02', { check: 'cnf-jkt', is: 'proof-key' });

/** What can be done with authorization codes. */
export const codeActions: readonly Action[] = [
  ...grantAgain(),
  ...bindings.flatMap(({ id, wish, needs, same, other, none }): readonly Action[] => {
    const redeem = (name: string, delta: Op[], demand: Demand, checks?: RequiredCheck[]): Action => ({
      id: `${id}-${name}`,
      weight: 1,
      needs: [...needs],
      make: () => step(delta, demand, { with: [wish], ...defined({ checks }) }),
    });
    return [
      redeem('own-key', [], lawful(same, 'grant'), [toKey]),
      redeem('other-key', [otherKey], refused([...other], 'grant')),
      redeem('no-proof', [noProof], refused([none], 'grant')),
      redeem('wrong-verifier', [wrongVerifier], refused(['RFC7636-4.6-01'], 'grant')),
    ];
  }),
  {
    id: 'dpop-jkt-unclaimed-other-key',
    weight: 1,
    needs: ['dpop-jkt-unclaimed'],
    make: () => step([otherKey], refused(ignoredJkt, 'grant'), { with: [authorization('front', { dpopJkt: 'own' })] }),
  },
  {
    id: 'verifier-without-challenge',
    weight: 1,
    make: () =>
      step([wrongVerifier], refused(['RFC9700-4.8.2-01'], 'grant'), {
        with: [authorization('front', { pkce: 'none' })],
      }),
  },
  { id: 'own-key', weight: 2, make: () => step([], lawful('PM-LAWFUL'), { checks: [toKey] }) },
  twice('code-twice', []),
  twice('code-twice-other-key', [otherKey]),
];

const signed: Op = authorization('request-object', { dpopJkt: 'own' });

/** What can be done with codes that were asked for in a request object, signed by the client (RFC 9101). */
export const signedCodeActions: readonly Action[] = [
  {
    id: 'signed-own-key',
    weight: 1,
    make: () => step([], lawful('RFC9449-10-03', 'grant'), { with: [signed], checks: [toKey] }),
  },
  {
    id: 'signed-other-key',
    weight: 1,
    needs: ['dpop-jkt'],
    make: () => step([otherKey], refused(['RFC9449-10-01b', ...ignoredJkt], 'grant'), { with: [signed] }),
  },
  {
    id: 'signed-other-key-unclaimed',
    weight: 1,
    needs: ['dpop-jkt-unclaimed'],
    make: () => step([otherKey], refused(ignoredJkt, 'grant'), { with: [signed] }),
  },
  {
    id: 'signed-query-contradicts',
    weight: 1,
    make: () =>
      step([], lawful('RFC9101-6.3-01', 'grant'), {
        with: [authorization('request-object', { dpopJkt: 'own', queryDpopJkt: 'other' })],
      }),
  },
];

function twice(id: string, delta: readonly Op[]): Action {
  return { id, weight: 2, make: usedGrant(delta, refused(['RFC6749-4.1.2-01'], 'grant')) };
}
