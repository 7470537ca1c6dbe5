import * as z from 'zod';
import { TokenRef } from './token-ref.ts';

/** The algorithms with which Proofmark can sign proofs (JWS names, RFC 7518, RFC 8037, RFC 9864). */
export const signingAlgs = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
  'Ed448',
] as const;
export const SigningAlg = z.enum(signingAlgs);
export type SigningAlg = z.output<typeof SigningAlg>;

/**
 * Peculiar keys. `zero-x`, `zero-y`: lawful EC keys with a coordinate that begins with a zero octet. `exponent-1`,
 * `exponent-2`: RSA keys that anybody can sign for. `identity`: the Ed25519 key under which one signature fits all messages.
 * `ed448`: a key on the larger of the two curves that EdDSA stands for (RFC 8037 §3.1).
 */
export const KeyKind = z.enum(['zero-x', 'zero-y', 'exponent-1', 'exponent-2', 'identity', 'ed448']);
export type KeyKind = z.output<typeof KeyKind>;

/**
 * Edits of the lawful `htu`, the request URI without query and fragment. Where an edit cannot change the URI of a request
 * (no letter in the host, no default port), the case does not apply.
 */
export const htuEdits = [
  'other-path',
  'path-prefix',
  'path-suffix',
  'sibling-path',
  'origin-only',
  'path-only',
  'other-host',
  'host-suffix',
  'other-scheme',
  'other-port',
  'empty',
  'wildcard',
  'not-a-uri',
  'upper-path',
  'trailing-slash',
  'userinfo',
  'decode-reserved',
  'upper-scheme',
  'upper-host',
  'default-port',
  'percent-unreserved',
  'lower-hex',
  'dot-segments',
  'empty-path',
  'query',
  'fragment',
  'leading-space',
  'request-query',
  'host-dot',
  'host-prefix',
  'parent-path',
  'double-slash',
  'matrix',
  'encode-slash',
  'loopback-name',
  'fullwidth-path',
  'fullwidth-host',
] as const;
export const HtuEdit = z.enum(htuEdits);
export type HtuEdit = z.output<typeof HtuEdit>;

const athForms = [
  'hex',
  'sha512',
  'sha384',
  'sha1',
  'left-half',
  'padded',
  'base64',
  'prefix',
  'upper',
  'lower',
  'flip-last',
  'raw-token',
  'empty',
] as const;
/** `all-members`: of the key with the members that `extra-members` adds; `stripped`: with coordinates without leading zeros. */
const thumbprintForms = ['padded', 'hex', 'sha1', 'sha512', 'upper', 'prefix', 'all-members', 'stripped'] as const;
/**
 * Edits of the text of one value. `look-alike`, `full-width`: a letter becomes one that looks like it; `zero-width`: adds
 * a joiner inside; `combining`: decomposed (NFD), or with one more accent. The last three edits change the type.
 */
const textEdits = [
  'drop-first',
  'drop-last',
  'append',
  'prefix',
  'upper',
  'lower',
  'swap-case',
  'leading-space',
  'trailing-space',
  'tab',
  'newline',
  'nul',
  'look-alike',
  'full-width',
  'zero-width',
  'combining',
  'doubled',
  'reversed',
  'quoted',
  'percent-encoded',
  'as-array',
  'as-object',
  'as-number',
] as const;
export const nonceEdits = ['flip-first', 'drop-last', 'append', 'upper', 'empty', 'space'] as const;

/** `own`: the key that makes the proof, as a rule the session's. `other`: a fresh key of the same algorithm. */
export const KeyRef = z.enum(['own', 'other']);
export type KeyRef = z.output<typeof KeyRef>;

/** A value that is known only when the request is made. It is marked by `$`, which no JOSE or JWT member uses. */
export const SymbolicValue = z.discriminatedUnion('$', [
  z.strictObject({
    $: z.literal('now'),
    plus: z.number(),
    /** `decimal`: with `.0`; `exponent`: in scientific notation. Numbers of the same value (RFC 8259 §6). */
    as: z.enum(['number', 'string', 'milliseconds', 'decimal', 'exponent']).optional(),
  }),
  z.strictObject({ $: z.literal('random'), bytes: z.int().min(1).max(65536) }),
  z.strictObject({ $: z.literal('repeat'), text: z.string(), times: z.int().min(1).max(1_000_000) }),
  z.strictObject({ $: z.literal('nested'), depth: z.int().min(1).max(100_000) }),
  z.strictObject({ $: z.literal('htu'), edits: z.array(HtuEdit) }),
  z.strictObject({
    $: z.literal('method'),
    case: z.enum(['lower', 'mixed']).optional(),
    /**
     * `put`: PUT instead, where the request has another method. `swapped`: GET for POST, and POST for any other.
     * `fullwidth`, `long-s`: letters that Unicode folds to it.
     */
    edit: z.enum(['first-letter', 'padded', 'put', 'swapped', 'fullwidth', 'long-s']).optional(),
  }),
  z.strictObject({ $: z.literal('ath'), of: TokenRef.optional(), form: z.enum(athForms).optional() }),
  z.strictObject({ $: z.literal('jti'), of: z.string() }),
  /** A claim of the proof of an earlier exchange. */
  z.strictObject({ $: z.literal('claim-of'), of: z.string(), name: z.string() }),
  /** The latest (or oldest) `iat` that the server accepts as measured, plus this many seconds. */
  z.strictObject({ $: z.literal('edge'), plus: z.number(), side: z.literal('past').optional() }),
  z.strictObject({
    $: z.literal('jwk'),
    of: KeyRef.optional(),
    edit: z
      .enum([
        'private',
        // The public members with `d` only, or with p and q only (RFC 7518 §6.3.2 lists the private members of RSA keys).
        'private-d',
        'private-primes',
        'off-curve',
        'wrong-curve',
        'oct',
        'extra-members',
        // The `kid` is the thumbprint of the session's key, whichever key this is.
        'session-kid',
        'shuffled',
        'empty',
        'padded-coordinates',
        'short-coordinate',
        'long-coordinate',
        // Leaves out a leading zero octet, which RFC 7518 §6.2.1.2 forbids.
        'stripped-zero',
      ])
      .optional(),
    /** Members to replace or add, and members to leave out. */
    set: z
      .record(
        z.string(),
        z.lazy(() => PlanValue),
      )
      .optional(),
    without: z.array(z.string()).optional(),
  }),
  /** The value of `x5c`: a chain of one self-signed certificate for the key (RFC 7515 §4.1.6). */
  z.strictObject({ $: z.literal('certificates'), of: KeyRef.optional() }),
  z.strictObject({ $: z.literal('nonce') }),
  z.strictObject({ $: z.literal('jwk-text') }),
  /** Text that goes into the JSON as it is. It need not be JSON. */
  z.strictObject({ $: z.literal('json-text'), text: z.string() }),
  /** `session`: the session's key, even where another key makes the proof. */
  z.strictObject({
    $: z.literal('thumbprint'),
    /** `oct`: the symmetric key that `jwk` with the edit `oct` shows. */
    of: z.enum([...KeyRef.options, 'session', 'oct']).optional(),
    form: z.enum(thumbprintForms).optional(),
  }),
  /** The `client_id` of the session's client, or of another one that can ask for codes. */
  z.strictObject({ $: z.literal('client-id'), of: z.enum(['own', 'other']) }),
  /** The member of the lawful proof with this name. Its `jti` is a new one each time. */
  z.strictObject({ $: z.literal('lawful'), part: z.enum(['header', 'payload']), name: z.string() }),
  /** `text`: what `append` and `prefix` add, by default an "x". Where the edit changes nothing, the case does not apply. */
  z.strictObject({
    $: z.literal('edited'),
    value: z.lazy(() => PlanValue),
    edit: z.enum(textEdits),
    text: z.string().optional(),
  }),
  /** The URL of another endpoint of the same server, without its query. */
  z.strictObject({ $: z.literal('endpoint'), of: z.enum(['token', 'par']) }),
  /** The issuer identifier of the authorization server. */
  z.strictObject({ $: z.literal('issuer') }),
  z.strictObject({ $: z.literal('access-token'), of: TokenRef }),
  z.strictObject({ $: z.literal('canary'), path: z.string() }),
]);
export type SymbolicValue = z.output<typeof SymbolicValue>;
export type TextEdit = (typeof textEdits)[number];

export type PlanValue =
  null | boolean | number | string | readonly PlanValue[] | { readonly [name: string]: PlanValue };

/** JSON in which any object with a `$` member is a {@link SymbolicValue}. */
export const PlanValue: z.ZodType<PlanValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(PlanValue),
    SymbolicValue as unknown as z.ZodType<PlanValue>,
    z
      .record(z.string(), PlanValue)
      .refine((object) => !('$' in object), 'an object with a "$" member must be one of the symbolic values'),
  ]),
);

export function isSymbolic(value: PlanValue): value is PlanValue & SymbolicValue {
  return typeof value === 'object' && value !== null && '$' in value;
}
