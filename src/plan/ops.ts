import * as z from 'zod';
import { nonceEdits, PlanValue, SigningAlg, TokenRef } from './values.ts';

const fieldName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header field name');

/** Ops on the members of the proof, before it is signed: the signature is right for what the proof then says. */
const memberOps = [
  z.strictObject({ op: z.literal('header-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('header-remove'), name: z.string() }),
  z.strictObject({ op: z.literal('claim-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('claim-remove'), name: z.string() }),
  /** Which nonce the proof carries; without this op the runner sends the newest one it knows and answers challenges. */
  z.strictObject({
    op: z.literal('nonce'),
    from: z.enum(['none', 'current', 'stale', 'other-role', 'made-up']),
    edit: z.enum(nonceEdits).optional(),
  }),
] as const;

/** Ops on how the proof is signed and written down. */
const signingOps = [
  /** `other`: a key that is not in `jwk`; `hmac-*`: HS256 keyed with the public key's text or an `oct` jwk. */
  z.strictObject({
    op: z.literal('sign'),
    by: z.enum(['own', 'other', 'nobody', 'hmac-jwk', 'hmac-pem', 'hmac-oct']),
    alg: SigningAlg.optional(),
  }),
  /** The whole proof, `jwk` and signature, is made with another key than the session's. */
  z.strictObject({
    op: z.literal('key'),
    use: z.literal('other'),
    alg: SigningAlg.optional(),
    rsaBits: z.int().min(1024).max(8192).optional(),
  }),
  z.strictObject({
    op: z.literal('signature'),
    edit: z.enum(['flip-first', 'zero', 'empty', 'der', 'truncate', 'extend', 'negate-s', 'spare-bits']),
  }),
  z.strictObject({
    op: z.literal('segments'),
    edit: z.enum([
      'drop-signature',
      'drop-payload',
      'extra-segment',
      'padded',
      'standard-base64',
      'inner-space',
      'json-flattened',
      'json-general',
      'double-encoded',
    ]),
  }),
  /** Rewrites the JSON text of a part before it is signed. */
  z.strictObject({
    op: z.literal('json'),
    part: z.enum(['header', 'payload']),
    edit: z.enum([
      'array',
      'string',
      'null',
      'empty',
      'truncated',
      'bom',
      'utf16',
      'invalid-utf8',
      'padded',
      'trailing-garbage',
    ]),
  }),
  /** Adds a second member of the same name, after (`last`) or before (`first`) the lawful one. */
  z.strictObject({
    op: z.literal('duplicate-member'),
    part: z.enum(['header', 'payload']),
    name: z.string(),
    value: PlanValue,
    position: z.enum(['first', 'last']),
  }),
] as const;

/** Ops on the header field that carries the proof. */
const fieldOps = [
  z.strictObject({ op: z.literal('proof-text'), text: z.string() }),
  z.strictObject({ op: z.literal('proof-from'), source: z.enum(['access-token', 'client-assertion', 'id-token']) }),
  /** The very bytes of the proof sent in an earlier exchange of the case. */
  z.strictObject({
    op: z.literal('proof-of'),
    exchange: z.string(),
    /** With the other valid ECDSA signature of the same text, s replaced by n − s. */
    malleate: z.literal(true).optional(),
  }),
  z.strictObject({ op: z.literal('dpop-field'), name: fieldName }),
  z.strictObject({
    op: z.literal('dpop-lines'),
    lines: z.enum([
      'absent',
      // A proof where none belongs, for example at the introspection endpoint.
      'present',
      'empty',
      'twice-same',
      'twice-distinct',
      'valid-then-garbage',
      'garbage-then-valid',
      'comma-same',
      'comma-distinct',
      'trailing-comma',
    ]),
  }),
] as const;

/** Ops on the request around the proof. */
const requestOps = [
  z.strictObject({ op: z.literal('method'), value: z.string().regex(/^[A-Za-z]+$/) }),
  z.strictObject({ op: z.literal('query'), value: z.string() }),
  z.strictObject({ op: z.literal('path'), edit: z.enum(['sibling', 'reserved', 'unreserved']) }),
  z.strictObject({ op: z.literal('field'), name: fieldName, value: z.string() }),
  z.strictObject({ op: z.literal('host'), value: z.enum(['laundered-query', 'laundered-fragment', 'foreign']) }),
  z.strictObject({
    op: z.literal('forwarded'),
    as: z.enum(['x-forwarded-host', 'forwarded', 'x-forwarded-proto', 'x-original-url']),
  }),
  z.strictObject({ op: z.literal('authorization-scheme'), value: z.string() }),
  z.strictObject({ op: z.literal('authorization-spaces'), count: z.int().min(1).max(8) }),
  z.strictObject({ op: z.literal('authorization-field'), name: z.enum(['Authorization', 'Proxy-Authorization']) }),
  /** A second `Authorization` line with the same token under this scheme, before the lawful one or after it. */
  z.strictObject({
    op: z.literal('authorization-second'),
    scheme: z.string(),
    position: z.enum(['first', 'last']).optional(),
  }),
  z.strictObject({ op: z.literal('access-token'), use: TokenRef }),
  z.strictObject({ op: z.literal('access-token-in'), place: z.enum(['query', 'form']) }),
  z.strictObject({ op: z.literal('client-auth'), use: z.enum(['none', 'proof-as-assertion']) }),
  /** The grant (authorization code, refresh token) of an earlier exchange, instead of a new one. */
  z.strictObject({ op: z.literal('grant-of'), exchange: z.string() }),
  z.strictObject({ op: z.literal('form-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('form-remove'), name: z.string() }),
] as const;

/** One change of a valid proof or request. A list of ops is a delta. */
export const Op = z.discriminatedUnion('op', [...memberOps, ...signingOps, ...fieldOps, ...requestOps]);
export type Op = z.output<typeof Op>;
export type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>;
export type FieldOp = z.output<(typeof fieldOps)[number]>;
export type RequestOp = z.output<(typeof requestOps)[number]>;
