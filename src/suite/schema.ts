import * as z from 'zod';
import { Op } from '../plan/ops.ts';
import { KeyKind, SigningAlg } from '../plan/values.ts';
import { Check } from './checks.ts';

/** Where a case can be tried. Each place of a case becomes one instance, `case@place`. */
const places = ['token', 'par', 'authorization', 'resource', 'introspection', 'metadata', 'resource-metadata'] as const;
export const Place = z.enum(places);
export type Place = z.output<typeof Place>;

/** What the case needs of the target; unmet means `skip`, with the reason told. */
const needs = [
  'nonce-required',
  'token-nonce-required',
  'nonce-not-required',
  'nonce-optional',
  'nonce-seen',
  'nonce-offered',
  'nonce-not-seen',
  'replay-detection',
  'public-client',
  'confidential-client',
  'bound-client',
  'refresh-token',
  'readable-token',
  'opaque-token',
  'bound-token',
  'unbound-token',
  'second-resource',
  'other-role-nonce',
  'root-path',
  'https',
  'not-loopback',
  'introspection',
  'clock-in-step',
  'post-resource',
  'bearer-supported',
  'authorization-code',
  'par',
  'dpop-jkt',
  'dpop-jkt-unclaimed',
  'no-trusted-proxy',
  'minting',
  'bound-tokens-required',
  'nonce-lifetime',
  'request-object',
  'replicas',
] as const;
export const Need = z.enum(needs);
export type Need = z.output<typeof Need>;

/**
 * What an exchange must meet. `accept`: the lawful answer of the place. `refuse`: anything clean that is not that.
 * `challenge`: a demand for a nonce. `observe`: either; only the checks count. `once`: of a burst, one accepted at most.
 */
const Expectation = z.enum(['accept', 'refuse', 'challenge', 'observe', 'once']);
export type Expectation = z.output<typeof Expectation>;

/** What a target may say of itself that makes a breach weigh more. */
export const WeighingClaim = z.enum(['replay-detection', 'nonce-lifetime']);
export type WeighingClaim = z.output<typeof WeighingClaim>;

/** What is wrong with a request that must be refused: decides which error codes name the fault . */
export const Fault = z.enum([
  'proof',
  'proof-missing',
  'binding',
  'access-token',
  'credentials',
  'nonce',
  'client',
  'grant',
  'request',
]);
export type Fault = z.output<typeof Fault>;

/** The client, key and grant that an exchange works with. Exchanges that name the same session share key and tokens. */
export const SessionSpec = z.strictObject({
  alg: SigningAlg.optional(),
  rsaBits: z.int().optional(),
  keyKind: KeyKind.optional(),
  client: z.enum(['default', 'public', 'confidential', 'bound', 'assertion']).optional(),
  grant: z.enum(['client_credentials', 'authorization_code', 'refresh_token']).optional(),
});
export type SessionSpec = z.output<typeof SessionSpec>;

const RequiredCheck = z.strictObject({
  requirement: z.string(),
  that: Check,
  /** Caps the severity of a breach below the requirement's own: never harsher than the text. */
  atMost: z.enum(['warn', 'info']).optional(),
});
export type RequiredCheck = z.output<typeof RequiredCheck>;

export const ExchangeSpec = z.strictObject({
  /** Referred to by later exchanges (`jti` of, `proof-of`). */
  name: z.string().optional(),
  at: Place.optional(),
  /** `primary`, or the next resource of the descriptor (where there is one). */
  resource: z.enum(['primary', 'second']).optional(),
  /** The server behind the URL that it goes to, control included: the so-manyth of the descriptor's `replicas`. */
  replica: z.int().min(1).max(2).optional(),
  /** Lawful adjustments that the control makes too. */
  with: z.array(Op).optional(),
  /** What differs from the control. */
  delta: z.array(Op),
  expect: Expectation,
  checks: z.array(RequiredCheck).optional(),
  /** The case builds on this exchange: where it does not come out as expected, the case does not apply, for this reason. */
  premise: z.string().optional(),
  /** Sent so many times one after the other, each with a proof of its own; the last answer counts, or the first bad one. */
  repeat: z.int().min(2).max(2000).optional(),
  /**
   * Sent so many times at the same moment, round after round, each round with a proof (and grant) of its own. `same`: the
   * very bytes, or the grant only, with a proof for each.
   */
  burst: z
    .strictObject({
      times: z.int().min(2).max(32),
      rounds: z.int().min(1).max(10),
      same: z.enum(['proof', 'grant']),
    })
    .optional(),
  /** Wait before sending, in seconds, or as long as what is measured or claimed lasts; only in the slow lane. */
  after: z
    .union([z.number(), z.strictObject({ of: z.enum(['iat-window', 'nonce-lifetime']), plus: z.number() })])
    .optional(),
});
export type ExchangeSpec = z.output<typeof ExchangeSpec>;

export const Case = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  title: z.string(),
  /** Ids of the catalogue; the row is that of the place's role. The first is the one the case proves. */
  requirements: z.array(z.string()).min(1),
  /** One of the requirements is proved, in place of the first, where the target makes this claim, and left out elsewhere. */
  whereClaimed: z.strictObject({ claim: WeighingClaim, requirement: z.string() }).optional(),
  at: z.array(Place).min(1),
  why: z.string().optional(),
  needs: z.array(Need).optional(),
  session: SessionSpec.optional(),
  fault: Fault.optional(),
  atMost: z.enum(['warn', 'info']).optional(),
  lane: z.enum(['fast', 'slow']).optional(),
  /** Runs at every client (token) or every resource (resource), not only at the first. */
  each: z.boolean().optional(),
  /** Runs alone, after all others. */
  destructive: z.boolean().optional(),
  exchanges: z.array(ExchangeSpec).min(1),
});
export type Case = z.output<typeof Case>;

/** Which exchanges of the whole run a watch looks at. */
const WatchScope = z.enum([
  'all',
  'status-401',
  'proof-refused',
  'token-refused',
  'no-credentials',
  'token-issued',
  'nonce-sent',
  'errors',
  'accepted',
]);
export type WatchScope = z.output<typeof WatchScope>;

/** A rule that every answer of the run must keep, judged once at the end over all of them. */
export const Watch = z.strictObject({
  id: Case.shape.id,
  title: z.string(),
  requirements: z.array(z.string()).min(1),
  at: z.array(Place).min(1),
  why: z.string().optional(),
  atMost: z.enum(['warn', 'info']).optional(),
  over: WatchScope,
  that: Check,
});
export type Watch = z.output<typeof Watch>;

export const Suite = z.strictObject({
  id: Case.shape.id,
  title: z.string(),
  /** Where the rules stand, for example `RFC 9449 §4.3`. */
  section: z.string(),
  cases: z.array(Case),
  watches: z.array(Watch).optional(),
});
export type Suite = z.output<typeof Suite>;

/** Pure data, unchanged by a round trip through JSON. The tests of `suites/` check it against the schema, not each start. */
export function defineSuite(suite: Suite): Suite {
  return suite;
}
