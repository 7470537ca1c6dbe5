import { defined } from '../../defined.ts';
import { byAge, claim, edge, header, htu, jti, jwk, lines, nonce, now, signBy } from '../../suite/define.ts';
import type { Op, OpOf } from '../../plan/ops.ts';
import type { HtuEdit } from '../../plan/values.ts';
import type { Need } from '../../suite/need.ts';
import type { Place } from '../../suite/schema.ts';
import {
  type Action,
  chosen,
  type Demand,
  either,
  isAccepted,
  lawful,
  undecided,
  type Past,
  refused,
  type Step,
  step,
  type SentStep,
} from './step.ts';

/** What can be done with proofs at any place that takes them. */
export function proofActions(
  place: Place,
  others: readonly Place[],
  { isCostly, replays }: { readonly isCostly: boolean; readonly replays: boolean },
): readonly Action[] {
  const flood: Action = { id: 'flood', weight: 1, make: () => step([], lawful('PM-LAWFUL'), { repeat: 12 }) };
  return [
    call,
    ...(isCostly ? [] : [flood]),
    ...(replays ? replayActions(place, isCostly) : []),
    ...others.flatMap((other) => elsewhere(place, other)),
    ...nonceActions,
    faulty('bad-signature', [{ op: 'signature', edit: 'flip-first' }]),
    ...(isCostly ? faultsBesideGrants : []),
  ];
}

export const call: Action = { id: 'call', weight: 5, make: () => step([], lawful('PM-LAWFUL')) };

const htuEdits: readonly HtuEdit[] = ['upper-host', 'query', 'fragment', 'dot-segments', 'percent-unreserved'];
const unnoticed = refused(['RFC9449-11.1-02', 'RFC9449-11.1-08'], 'proof');
/** A memory may hold `jti` and URI (RFC 9449 §11.1), and only the holder of the key can make such a proof. */
const unnoticedSpelling: Demand = { ...refused(['RFC9449-11.1-08'], 'proof'), atMost: 'warn' };

function replayActions(place: Place, isCostly: boolean): readonly Action[] {
  const plain: Action = {
    id: 'replay',
    weight: 5,
    make: (past, pick) => {
      const first = sentAt(past, pick, place);
      return first && { ...step(again(first), either, sameResource(first)), isReplay: true };
    },
  };
  if (isCostly) return [plain];
  const ownJti = (first: SentStep): Op[] => [...credentialsOf(first), claim.set('jti', jti(first.name))];
  return [
    plain,
    disguised('replay-negated', place, (first) => again(first, 'negate-s')),
    disguised('replay-spare-bits', place, (first) => again(first, 'spare-bits')),
    signedAnew(disguised('resigned', place, ownJti)),
    signedAnew(disguised('resigned-later', place, (first) => [...ownJti(first), claim.set('iat', now(-2))])),
    signedAnew(disguised('resigned-kid', place, (first) => [...ownJti(first), header.set('kid', 'x')])),
    ...htuEdits.map((edit): Action => {
      const delta = (first: SentStep): Op[] => [...ownJti(first), claim.set('htu', htu(edit))];
      return signedAnew(disguised(`respelt-${edit}`, place, delta, unnoticedSpelling));
    }),
    signedAnew({ id: 'jti-of-other-key', weight: 1, make: (past, pick) => otherKeyJti(past, pick, place) }),
    ...agedActions(place),
  ];
}

/** A proof that is as old as is taken (RFC 9449 §11.1): it has to be remembered for as long as it would be accepted. */
function agedActions(place: Place): readonly Action[] {
  const needs: readonly Need[] = ['nonce-not-required', 'clock-in-step'];
  return [
    { id: 'aged', weight: 1, needs, make: () => step([claim.set('iat', edge(3, 'past'))], either) },
    {
      id: 'replay-aged',
      weight: 1,
      needs,
      after: ['call', 'aged'],
      make: (past, pick) => {
        const fresh = sentAt(past, pick, place);
        const aged = past.findLast((one) => one.action.id === 'aged' && isAccepted(one));
        if (fresh === undefined || aged === undefined) return undefined;
        const demand = refused(['RFC9449-11.1-11'], 'proof');
        return { ...step(again(aged), demand), isReplay: true, onlyIfCaught: fresh.name };
      },
    },
  ];
}

/** The very proof of a step, beside the access token that it was made for. */
export function again(first: SentStep, edit?: OpOf<'proof-of'>['edit']): Op[] {
  return [...credentialsOf(first), { op: 'proof-of', exchange: first.name, ...defined({ edit }) }];
}

/** Of another session, or another token of this one. */
function credentialsOf({ spec }: SentStep): Op[] {
  return spec.delta.filter(({ op }) => op === 'key' || op === 'access-token');
}

/** A used proof, or its `jti`, in another form. Only where the plain replay is caught is there a memory to fool. */
function disguised(id: string, place: Place, delta: (first: SentStep) => Op[], demand = unnoticed): Action {
  return {
    id,
    weight: 1,
    make: (past, pick) => {
      const first = sentAt(past, pick, place);
      if (first === undefined) return undefined;
      return { ...step(delta(first), demand, sameResource(first)), isReplay: true, onlyIfCaught: first.name };
    },
  };
}

/** With a nonce that is new, a proof signed anew is no replay to a server that goes by nonces. */
function signedAnew(action: Action): Action {
  return { ...action, needs: ['nonce-not-required'] };
}

/** Ids need not be unique across keys, and a server need not remember them key by key. */
function otherKeyJti(past: Past, pick: number, place: Place): Step | undefined {
  const first = sentAt(past, pick, place);
  if (first === undefined || place === 'resource') return undefined;
  return step([claim.set('jti', jti(first.name)), { op: 'key', use: 'other' }], undecided);
}

/** The proof of one place at another, where `htu` is another one; its `jti` there; and a new proof made for there. */
function elsewhere(place: Place, other: Place): readonly Action[] {
  const after = (id: string, make: (first: SentStep) => Step): Action => ({
    id: `${id}-${other}`,
    weight: 1,
    make: (past, pick) => {
      const first = sentAt(past, pick, place);
      return first && make(first);
    },
  });
  const misdirected: readonly Action[] =
    other === 'resource'
      ? []
      : [faulty(`made-for-${other}`, [claim.set('htu', { $: 'endpoint', of: other === 'par' ? 'par' : 'token' })])];
  return [
    after('replay-at', (first) => step(again(first), either, { at: other })),
    after('jti-at', (first) => step([claim.set('jti', jti(first.name))], undecided, { at: other })),
    ...misdirected,
  ];
}

/** One fault each, which the judge names: what is checked for one kind of grant need not be for another. */
const faultsBesideGrants: readonly Action[] = [
  faulty('other-method', [claim.set('htm', 'TRACE')]),
  faulty('other-path', [claim.set('htu', htu('other-path'))]),
  faulty('no-jti', [claim.remove('jti')]),
  faulty('wrong-typ', [header.set('typ', 'JWT')]),
  faulty('alg-none', [header.set('alg', 'none'), signBy('nobody')]),
  faulty('private-key', [header.set('jwk', jwk('private'))]),
  faulty('two-fields', [lines('twice-distinct')]),
  { ...faulty('old', [nonce('none'), claim.set('iat', now(-40_000_000))]), needs: byAge.needs },
];

function faulty(id: string, delta: Op[]): Action {
  return { id, weight: 1, make: () => step(delta, either) };
}

const nonceActions: readonly Action[] = [
  demanded('no-nonce', nonce('none')),
  demanded('made-up-nonce', nonce('made-up')),
  demanded('previous-nonce', nonce('previous')),
  demanded('stale-nonce', nonce('stale')),
  { ...demanded('nonce-of-other-role', nonce('other-role')), needs: ['nonce-required', 'other-role-nonce'] },
];

function demanded(id: string, op: Op): Action {
  return { id, weight: 2, needs: ['nonce-required'], make: () => step([op], either) };
}

/** A request at this place that was accepted with a proof of its own, and one that does not end at any moment. */
export function sentAt(past: Past, pick: number, place: Place): SentStep | undefined {
  return chosen(
    past,
    pick,
    (one) => isAccepted(one) && one.isOwnProof && one.action.id !== 'aged' && (one.spec.at ?? place) === place,
  );
}

function sameResource({ spec }: SentStep): Partial<Step['spec']> {
  return defined({ resource: spec.resource });
}
