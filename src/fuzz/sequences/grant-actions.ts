import { authorization, check, lines, thumbprint } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import type { Need, RequiredCheck } from '../../suite/schema.ts';
import { type Action, chosen, type Demand, either, isAccepted, lawful, refused, type Step, step } from './step.ts';

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

const ownJkt: Op = { op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') };
const badSignature: Op = { op: 'signature', edit: 'flip-first' };

/** What can be named beside a proof, or in its place, in a pushed request. */
export const parActions: readonly Action[] = [
  { id: 'jkt-agrees', weight: 1, make: () => step([ownJkt], lawful('RFC9449-10.1-08')) },
  {
    id: 'jkt-conflicts',
    weight: 1,
    make: () => step([{ ...ownJkt, value: thumbprint('other') }], refused(['RFC9449-10.1-07'], 'binding')),
  },
  {
    id: 'jkt-alone',
    weight: 1,
    make: () => step([noProof, ownJkt], { ...lawful('RFC9449-10.1-05'), atMost: 'warn' }),
  },
  {
    id: 'jkt-malformed',
    weight: 1,
    make: () => step([{ ...ownJkt, value: 'abc' }], refused(['RFC9449-10.1-07'], 'binding')),
  },
  {
    id: 'jkt-beside-bad-proof',
    weight: 1,
    make: () => step([badSignature], refused(['RFC9449-10.1-02'], 'proof'), { with: [ownJkt] }),
  },
];

/** What can be done with authorization codes. */
export const codeActions: readonly Action[] = [
  ...again(),
  ...bindings.flatMap(({ id, wish, needs, same, other, none }): readonly Action[] => {
    const redeem = (name: string, delta: Op[], demand: Demand, checks?: RequiredCheck[]): Action => ({
      id: `${id}-${name}`,
      weight: 1,
      needs: [...needs],
      make: () => step(delta, demand, { with: [wish], ...(checks === undefined ? {} : { checks }) }),
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
  return {
    id,
    weight: 2,
    make: (past, pick) => {
      const first = chosen(past, pick, isAccepted);
      const demand = refused(['RFC6749-4.1.2-01'], 'grant');
      return first && step([{ op: 'grant-of', exchange: first.name }, ...delta], demand, withOf(first));
    },
  };
}

const rotated: Op = { op: 'refresh-token', use: 'rotated' };
const toNewKey = check('RFC9449-5-14', { check: 'cnf-jkt', is: 'proof-key' });

/** What can be done with the refresh tokens of a public client: bound, whatever becomes of them. */
export const publicRefreshActions: readonly Action[] = [
  ...again(),
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
    ];
  }),
  reuse('reuse-other-key', [otherKey], refused(['RFC9449-5-06'], 'grant')),
  reuse('reuse-no-proof', [noProof], refused(['RFC9449-5-07'], 'grant')),
];

/** Of confidential clients: binding their refresh tokens is a warning (docs/grading.md); what they give is bound to the new key. */
export const confidentialRefreshActions: readonly Action[] = [
  ...again(),
  { id: 'refresh-own-key', weight: 2, make: () => step([], lawful('PM-LAWFUL'), { checks: [toNewKey] }) },
  { id: 'refresh-other-key', weight: 3, make: () => step([otherKey], lawful('RFC9449-5-13'), { checks: [toNewKey] }) },
  { id: 'refresh-no-proof', weight: 1, make: () => step([noProof], either) },
];

/** A refresh token that was used before, whether it was rotated or not. */
function reuse(id: string, delta: readonly Op[], demand: Demand): Action {
  return {
    id,
    weight: 1,
    make: (past, pick) => {
      const first = chosen(past, pick, isAccepted);
      return first && step([{ op: 'grant-of', exchange: first.name }, ...delta], demand, withOf(first));
    },
  };
}

/** The grant of a request that was not granted: it must survive a demand for a nonce, and may survive a refusal. */
function again(): readonly Action[] {
  const needs: readonly Need[] = ['nonce-required'];
  return [
    {
      id: 'again-after-challenge',
      weight: 3,
      after: ['no-nonce'],
      needs,
      make: (past, pick) => {
        const asked = chosen(past, pick, (told) => told.outcome.class === 'challenged' && isPlainGrant(told));
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
  return spec.with === undefined ? {} : { with: spec.with };
}
