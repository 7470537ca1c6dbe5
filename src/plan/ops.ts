import * as z from 'zod';
import { byteOps } from './byte-ops.ts';
import { forwardedNames } from './forwarded.ts';
import { KeyKind, KeyRef, nonceEdits, PlanValue, SigningAlg } from './values.ts';
import { TokenRef } from './token-ref.ts';

const fieldName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a header field name');
const tab = z.literal('tab');

/** Ops on the members of the proof before it is signed. The signature is right for the changed members. */
const memberOps = [
  z.strictObject({ op: z.literal('header-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('header-remove'), name: z.string() }),
  z.strictObject({ op: z.literal('claim-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('claim-remove'), name: z.string() }),
  /** Chooses the nonce of the proof. Without this op the runner sends the newest one it knows, and answers challenges. */
  z.strictObject({
    op: z.literal('nonce'),
    from: z.enum(['none', 'current', 'previous', 'stale', 'other-role', 'made-up']),
    edit: z.enum(nonceEdits).optional(),
  }),
] as const;

/** Ops on how the proof is signed and serialised. */
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
    /**
     * `client`: the key that the client authenticates with (private_key_jwt); `zero-x`, `zero-y`: a P-256 key whose
     * coordinate begins with a zero octet.
     */
    use: z.enum(['other', 'client', 'zero-x', 'zero-y']),
    alg: SigningAlg.optional(),
    rsaBits: z.int().min(512).max(8192).optional(),
    kind: KeyKind.optional(),
  }),
  z.strictObject({
    op: z.literal('signature'),
    edit: z.enum([
      'flip-first',
      'zero',
      'ones',
      'empty',
      'one-byte',
      'der',
      'truncate',
      'extend',
      'negate-s',
      'r-zero',
      's-zero',
      // The order n of the group, which is equivalent to zero.
      'r-order',
      's-order',
      // For Ed25519: the same s, written as a number above the order of the group.
      's-beyond-order',
      'spare-bits',
    ]),
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
      // White space around the field value, which is no part of the value (RFC 9110 §5.5).
      'outer-space',
      // A line break with a blank after it (RFC 9112 §5.2).
      'folded',
      'bom',
      'nul',
      'control',
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
      'trailing-nul',
      'trailing-comma',
      'comment',
      'single-quotes',
      // Every parser finds the same JSON (RFC 8259 §2, §4, §7): members in reverse, blanks, escapes in the names.
      'reversed',
      'spaced',
      'escaped-names',
    ]),
  }),
  /** Adds a second member of the same name behind (`last`) or before (`first`) the lawful one. */
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
  /** Sends the same bytes as the proof of an earlier exchange of the case. */
  z.strictObject({
    op: z.literal('proof-of'),
    exchange: z.string(),
    /**
     * Sends different bytes for the same proof. `negate-s`: with the other valid ECDSA signature, which has n − s for s.
     * `spare-bits`: with the unused bits of the last base64url character set.
     */
    edit: z.enum(['negate-s', 'spare-bits']).optional(),
  }),
  z.strictObject({ op: z.literal('dpop-field'), name: fieldName }),
  z.strictObject({
    op: z.literal('dpop-lines'),
    lines: z.enum([
      'absent',
      // A proof where a lawful request has none, for example at the introspection endpoint.
      'present',
      'empty',
      'twice-same',
      'twice-distinct',
      'valid-then-garbage',
      'garbage-then-valid',
      'comma-same',
      'comma-distinct',
      'trailing-comma',
      // The proof, and forty-nine lines that are no proof.
      'fifty',
    ]),
  }),
] as const;

/** Ops on the request around the proof. */
const requestOps = [
  z.strictObject({ op: z.literal('method'), value: z.string().regex(/^[A-Za-z]+$/) }),
  z.strictObject({ op: z.literal('query'), value: z.string() }),
  z.strictObject({ op: z.literal('path'), edit: z.enum(['sibling', 'reserved', 'unreserved']) }),
  z.strictObject({ op: z.literal('field'), name: fieldName, value: z.string() }),
  /**
   * The CORS preflight that a browser sends before the request (Fetch standard): OPTIONS without credentials and body, which
   * asks for the method of the request and for these fields. The proof is left out by an op of its own.
   */
  z.strictObject({ op: z.literal('preflight'), origin: z.string(), fields: z.array(fieldName) }),
  /** Adds this many fields without a meaning. */
  z.strictObject({ op: z.literal('many-fields'), count: z.int().min(1).max(2000) }),
  z.strictObject({ op: z.literal('host'), value: z.enum(['laundered-query', 'laundered-fragment', 'foreign']) }),
  /** Names another host, scheme, port, path or method than that of the request, as a proxy would. */
  z.strictObject({ op: z.literal('forwarded'), as: z.enum(forwardedNames) }),
  z.strictObject({ op: z.literal('authorization-scheme'), value: z.string() }),
  /** The white space between scheme and access token. */
  z.strictObject({ op: z.literal('authorization-spaces'), count: z.int().min(1).max(8), of: tab.optional() }),
  z.strictObject({
    op: z.literal('authorization-field'),
    name: z.enum(['Authorization', 'Proxy-Authorization', 'authorization', 'AUTHORIZATION']),
  }),
  /** Adds a second `Authorization` line with the same token under this scheme, before or behind the lawful one. */
  z.strictObject({
    op: z.literal('authorization-second'),
    scheme: z.string(),
    position: z.enum(['first', 'last']).optional(),
  }),
  z.strictObject({ op: z.literal('access-token'), use: TokenRef }),
  /** Changes how the credentials are written behind the scheme. */
  z.strictObject({
    op: z.literal('credentials'),
    edit: z.enum(['empty', 'quoted', 'parameter', 'trailing-word', 'extra-segment', 'two-in-one-field']),
  }),
  z.strictObject({ op: z.literal('access-token-in'), place: z.enum(['query', 'form']) }),
  /** A member of the client metadata in a registration request (RFC 7591 §2). */
  z.strictObject({ op: z.literal('registration-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('client-auth'), use: z.enum(['none', 'proof-as-assertion']) }),
  /**
   * Chooses how the code is requested: over the front channel, by a pushed request, which alone can carry a proof, or by a
   * request object that the client signs (RFC 9101). Without this op the code is requested as the server wants it, with
   * PKCE. At the authorization endpoint this is the request itself.
   */
  z.strictObject({
    op: z.literal('authorization'),
    via: z.enum(['front', 'par', 'request-object']),
    dpopJkt: z.enum(['own', 'other', 'malformed']).optional(),
    /** A thumbprint in the query beside a request object, where servers ignore it (RFC 9101 §6.3). */
    queryDpopJkt: KeyRef.optional(),
    proof: KeyRef.optional(),
    pkce: z.literal('none').optional(),
  }),
  /** Uses a refresh token from an earlier refresh instead of the one that came with the code. */
  z.strictObject({ op: z.literal('refresh-token'), use: z.literal('rotated') }),
  /** Uses the grant of an earlier exchange instead of a new one: authorization code, refresh token or authorization request. */
  z.strictObject({ op: z.literal('grant-of'), exchange: z.string() }),
  z.strictObject({ op: z.literal('form-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('form-remove'), name: z.string() }),
] as const;

/**
 * Ops on an access token that Proofmark signs as the issuer. Without them the token is lawful and bound to the session's
 * key. The token is made before the proof, whose `ath` is the hash of this token.
 */
const tokenOps = [
  z.strictObject({ op: z.literal('minted-token') }),
  z.strictObject({ op: z.literal('token-claim-set'), name: z.string(), value: PlanValue }),
  z.strictObject({ op: z.literal('token-claim-remove'), name: z.string() }),
  /** `proof-key`: the key of the proof, shown in the token's header; `broken`: the issuer's signature with one bit flipped. */
  z.strictObject({ op: z.literal('token-sign'), by: z.enum(['other', 'proof-key', 'nobody', 'broken']) }),
] as const;

/** One change of a valid proof or request. A list of ops is a delta. */
export const Op = z.discriminatedUnion('op', [
  ...memberOps,
  ...signingOps,
  ...fieldOps,
  ...requestOps,
  ...tokenOps,
  ...byteOps,
]);
export type Op = z.output<typeof Op>;
export type OpOf<Name extends Op['op']> = Extract<Op, { op: Name }>;
export type FieldOp = z.output<(typeof fieldOps)[number]>;
export type RequestOp = z.output<(typeof requestOps)[number]>;
export type TokenOp = z.output<(typeof tokenOps)[number]>;
export type ByteOp = z.output<(typeof byteOps)[number]>;
