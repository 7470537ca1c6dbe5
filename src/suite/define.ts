import type { Op } from '../plan/ops.ts';
import type { HtuEdit, KeyRef, PlanValue, SymbolicValue, TokenRef } from '../plan/values.ts';
import type { Check } from './checks.ts';
import type { Case, ExchangeSpec, Need, Place, RequiredCheck, Watch } from './schema.ts';

/** Words to write suites with. Each returns plain data and nothing else: no closures, no `undefined` members. */

type CaseOptions = Partial<Omit<Case, 'id' | 'title' | 'requirements' | 'exchanges'>>;
type SingleOptions = CaseOptions & { readonly with?: Op[]; readonly checks?: RequiredCheck[] };
type Requirements = string | readonly string[];

/** Where a proof is sent, and so where most rules about proofs hold. */
export const proofPlaces: Place[] = ['token', 'par', 'resource'];
/** The two endpoints of the authorization server that take proofs. */
export const asPlaces: Place[] = ['token', 'par'];

/** The request with `delta` has to be refused; the fault is in the proof unless `options.fault` says otherwise. */
export function rejects(
  id: string,
  title: string,
  requirements: Requirements,
  delta: Op[],
  options: SingleOptions = {},
): Case {
  return single(id, title, requirements, { delta, expect: 'refuse' }, { fault: 'proof', ...options });
}

/** The request with `delta` is lawful and has to be answered as the plain one is. */
export function accepts(
  id: string,
  title: string,
  requirements: Requirements,
  delta: Op[],
  options: SingleOptions = {},
): Case {
  return single(id, title, requirements, { delta, expect: 'accept' }, options);
}

/** Both answers are lawful: only recorded, but for the checks. */
export function observes(
  id: string,
  title: string,
  requirements: Requirements,
  delta: Op[],
  options: SingleOptions = {},
): Case {
  return single(id, title, requirements, { delta, expect: 'observe' }, options);
}

/** The request with `delta` has to be answered with a demand for a nonce. */
export function challenges(
  id: string,
  title: string,
  requirements: Requirements,
  delta: Op[],
  options: SingleOptions = {},
): Case {
  return single(id, title, requirements, { delta, expect: 'challenge' }, { fault: 'nonce', ...options });
}

/** Several exchanges in order; the last one proves the first requirement. */
export function sequence(
  id: string,
  title: string,
  requirements: Requirements,
  exchanges: ExchangeSpec[],
  options: CaseOptions = {},
): Case {
  const checks = exchanges.flatMap((exchange) => exchange.checks ?? []);
  return { id, title, requirements: named(requirements, checks), at: proofPlaces, ...options, exchanges };
}

function single(
  id: string,
  title: string,
  requirements: Requirements,
  exchange: ExchangeSpec,
  options: SingleOptions,
): Case {
  const { with: adjustments, checks, ...rest } = options;
  const complete = {
    ...exchange,
    ...(adjustments === undefined ? {} : { with: adjustments }),
    ...(checks === undefined ? {} : { checks }),
  };
  return sequence(id, title, requirements, [complete], rest);
}

/** The requirements of the checks stand in the case too, since their severity is looked up there. */
function named(requirements: Requirements, checks: readonly RequiredCheck[]): string[] {
  const own = typeof requirements === 'string' ? [requirements] : requirements;
  return [...new Set([...own, ...checks.map(({ requirement }) => requirement)])];
}

/** An exchange that sends the plain lawful request, to be referred to as `name`. */
export function lawful(name?: string): ExchangeSpec {
  return { ...(name === undefined ? {} : { name }), delta: [], expect: 'accept' };
}

export function check(requirement: string, that: Check, atMost?: 'warn' | 'info'): RequiredCheck {
  return { requirement, that, ...(atMost === undefined ? {} : { atMost }) };
}

export function watch(
  id: string,
  title: string,
  requirements: Requirements,
  at: Place[],
  rule: Pick<Watch, 'over' | 'that' | 'atMost' | 'why'>,
): Watch {
  return { id, title, requirements: named(requirements, []), at, ...rule };
}

/** Ops on the claims of the proof, which is signed afterwards. */
export const claim = {
  set: (name: string, value: PlanValue): Op => ({ op: 'claim-set', name, value }),
  remove: (name: string): Op => ({ op: 'claim-remove', name }),
} as const;

/** Ops on the JOSE header of the proof, which is signed afterwards. */
export const header = {
  set: (name: string, value: PlanValue): Op => ({ op: 'header-set', name, value }),
  remove: (name: string): Op => ({ op: 'header-remove', name }),
} as const;

type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>;

export function nonce(from: OpOf<'nonce'>['from'], edit?: OpOf<'nonce'>['edit']): Op {
  return { op: 'nonce', from, ...(edit === undefined ? {} : { edit }) };
}

/**
 * Options of cases about the age of `iat`. With a nonce in the proof the server may do without it (RFC 9449 §4.3 check 11,
 * §11.1), so they send none.
 */
export const byAge: { needs: Need[]; with: Op[] } = {
  needs: ['nonce-not-required', 'nonce-optional', 'clock-in-step'],
  with: [nonce('none')],
};

export function signBy(by: OpOf<'sign'>['by'], alg?: OpOf<'sign'>['alg']): Op {
  return { op: 'sign', by, ...(alg === undefined ? {} : { alg }) };
}

export function signature(edit: OpOf<'signature'>['edit']): Op {
  return { op: 'signature', edit };
}

export function lines(of: OpOf<'dpop-lines'>['lines']): Op {
  return { op: 'dpop-lines', lines: of };
}

/** How the code is come by; see the op. */
export function authorization(
  via: OpOf<'authorization'>['via'],
  more: Omit<OpOf<'authorization'>, 'op' | 'via'> = {},
): Op {
  return { op: 'authorization', via, ...more };
}

export function accessToken(use: TokenRef): Op {
  return { op: 'access-token', use };
}

export function scheme(value: string): Op {
  return { op: 'authorization-scheme', value };
}

/** The clock of the request plus so many seconds, as a NumericDate. */
export function now(plus: number, as?: 'string' | 'milliseconds'): SymbolicJson<'now'> {
  return { $: 'now', plus, ...(as === undefined ? {} : { as }) };
}

export function htu(...edits: HtuEdit[]): SymbolicJson<'htu'> {
  return { $: 'htu', edits };
}

export function method(letterCase?: 'lower' | 'mixed'): SymbolicJson<'method'> {
  return { $: 'method', ...(letterCase === undefined ? {} : { case: letterCase }) };
}

/** The request method, cut or padded, or PUT in its place. */
export function otherMethod(edit: NonNullable<SymbolOf<'method'>['edit']>): SymbolicJson<'method'> {
  return { $: 'method', edit };
}

type SymbolOf<Name extends SymbolicValue['$']> = Extract<SymbolicValue, { $: Name }>;
/** A symbolic value without the members that could be `undefined`, which JSON does not have. */
type SymbolicJson<Name extends SymbolicValue['$']> = { readonly [name: string]: PlanValue } & { readonly $: Name };

export function ath(form?: SymbolOf<'ath'>['form'], of?: TokenRef): SymbolicJson<'ath'> {
  return { $: 'ath', ...(of === undefined ? {} : { of }), ...(form === undefined ? {} : { form }) };
}

/** The `jti` of an earlier exchange of the case. */
export function jti(of: string): SymbolicJson<'jti'> {
  return { $: 'jti', of };
}

/** A claim of the proof that an earlier exchange of the case sent. */
export function claimOf(of: string, name: string): SymbolicJson<'claim-of'> {
  return { $: 'claim-of', of, name };
}

/** The latest `iat` that the server accepts, as measured, plus so many seconds; the oldest one with side `past`. */
export function edge(plus: number, side?: 'past'): SymbolicJson<'edge'> {
  return { $: 'edge', plus, ...(side === undefined ? {} : { side }) };
}

export function jwk(edit?: SymbolOf<'jwk'>['edit'], of?: KeyRef): SymbolicJson<'jwk'> {
  return { $: 'jwk', ...(of === undefined ? {} : { of }), ...(edit === undefined ? {} : { edit }) };
}

/** What `x5c` holds: a self-signed certificate of a key. */
export function certificates(of: KeyRef): SymbolicJson<'certificates'> {
  return { $: 'certificates', of };
}

/** The RFC 7638 thumbprint of a key. */
export function thumbprint(of: KeyRef | 'session' | 'oct'): SymbolicJson<'thumbprint'> {
  return { $: 'thumbprint', of };
}
