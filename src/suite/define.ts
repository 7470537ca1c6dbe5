import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import type { HtuEdit, KeyRef, PlanValue, SymbolicValue } from '../plan/values.ts';
import type { TokenRef } from '../plan/token-ref.ts';
import type { Check } from './checks.ts';
import type { Need } from './need.ts';
import type { ExchangeSpec, Place, RequiredCheck } from './schema.ts';

/** The vocabulary for what cases send and expect. Each function returns plain data: no closures, no `undefined` members. */

/** The places that take a proof, where most rules about proofs hold. */
export const proofPlaces: Place[] = ['token', 'par', 'resource'];
/** The two endpoints of the authorization server that take proofs. */
export const asPlaces: Place[] = ['token', 'par'];

/** An exchange that sends the plain lawful request. Later exchanges refer to it as `name`. */
export function lawful(name?: string): ExchangeSpec {
  return { ...defined({ name }), delta: [], expect: 'accept' };
}

export function check(requirement: string, that: Check, atMost?: 'warn' | 'info'): RequiredCheck {
  return { requirement, that, ...defined({ atMost }) };
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

/** Ops on the claims of an access token that Proofmark signs as the issuer; see `minted`. */
export const token = {
  set: (name: string, value: PlanValue): Op => ({ op: 'token-claim-set', name, value }),
  remove: (name: string): Op => ({ op: 'token-claim-remove', name }),
} as const;

type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>;

export function nonce(from: OpOf<'nonce'>['from'], edit?: OpOf<'nonce'>['edit']): Op {
  return { op: 'nonce', from, ...defined({ edit }) };
}

/**
 * Options of cases about the age of `iat`. These cases send no nonce, because with a nonce the server may ignore the age
 * (RFC 9449 §4.3 check 11, §11.1).
 */
export const byAge: { needs: Need[]; with: Op[] } = {
  needs: ['nonce-not-required', 'nonce-optional', 'clock-in-step'],
  with: [nonce('none')],
};

/** Options of cases about access tokens that Proofmark signs itself, as the issuer that the resource trusts. */
export const minted: { at: Place[]; needs: Need[]; with: Op[] } = {
  at: ['resource'],
  needs: ['minting'],
  with: [{ op: 'minted-token' }],
};

export function signBy(by: OpOf<'sign'>['by'], alg?: OpOf<'sign'>['alg']): Op {
  return { op: 'sign', by, ...defined({ alg }) };
}

export function signature(edit: OpOf<'signature'>['edit']): Op {
  return { op: 'signature', edit };
}

export function lines(of: OpOf<'dpop-lines'>['lines']): Op {
  return { op: 'dpop-lines', lines: of };
}

/** Chooses how the code is requested; see the op. */
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

/** The time of the request plus this many seconds, as a NumericDate. */
export function now(plus: number, as?: SymbolOf<'now'>['as']): SymbolicJson<'now'> {
  return { $: 'now', plus, ...defined({ as }) };
}

export function htu(...edits: HtuEdit[]): SymbolicJson<'htu'> {
  return { $: 'htu', edits };
}

export function method(letterCase?: 'lower' | 'mixed'): SymbolicJson<'method'> {
  return { $: 'method', ...defined({ case: letterCase }) };
}

/** The request method with an edit, for example cut or padded. */
export function otherMethod(edit: NonNullable<SymbolOf<'method'>['edit']>): SymbolicJson<'method'> {
  return { $: 'method', edit };
}

type SymbolOf<Name extends SymbolicValue['$']> = Extract<SymbolicValue, { $: Name }>;
/** A symbolic value without members that could be `undefined`, which JSON does not know. */
type SymbolicJson<Name extends SymbolicValue['$']> = { readonly [name: string]: PlanValue } & { readonly $: Name };

/** The hash of the access token that is sent, in the right form or another one. */
export function ath(form?: SymbolOf<'ath'>['form']): SymbolicJson<'ath'> {
  return { $: 'ath', ...defined({ form }) };
}

/** The hash of another access token. */
export function athOf(of: TokenRef): SymbolicJson<'ath'> {
  return { $: 'ath', of };
}

/** The `jti` of an earlier exchange of the case. */
export function jti(of: string): SymbolicJson<'jti'> {
  return { $: 'jti', of };
}

/** A claim of the proof that an earlier exchange of the case sent. */
export function claimOf(of: string, name: string): SymbolicJson<'claim-of'> {
  return { $: 'claim-of', of, name };
}

/** The latest `iat` that the server accepts as measured (with side `past`: the oldest), plus this many seconds. */
export function edge(plus: number, side?: 'past'): SymbolicJson<'edge'> {
  return { $: 'edge', plus, ...defined({ side }) };
}

/** The public key of the proof, as it is or edited. */
export function jwk(edit?: SymbolOf<'jwk'>['edit']): SymbolicJson<'jwk'> {
  return { $: 'jwk', ...defined({ edit }) };
}

/** The public key of another key pair. */
export function jwkOf(of: KeyRef): SymbolicJson<'jwk'> {
  return { $: 'jwk', of };
}

/** The public key with these members in place of its own. */
export function jwkWith(set: Readonly<Record<string, PlanValue>>): SymbolicJson<'jwk'> {
  return { $: 'jwk', set };
}

/** The value of `x5c`: a self-signed certificate of a key. */
export function certificates(of: KeyRef): SymbolicJson<'certificates'> {
  return { $: 'certificates', of };
}

/** The RFC 7638 thumbprint of a key, in the right form or another one. */
export function thumbprint(
  of: KeyRef | 'session' | 'oct',
  form?: SymbolOf<'thumbprint'>['form'],
): SymbolicJson<'thumbprint'> {
  return { $: 'thumbprint', of, ...defined({ form }) };
}

/** A JSON value given as text, for texts that `JSON.stringify` never writes. */
export function jsonText(text: string): SymbolicJson<'json-text'> {
  return { $: 'json-text', text };
}
