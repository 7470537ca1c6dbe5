import * as z from 'zod';

/** A statement about one answer. Each names the requirement whose breach it shows; the severity follows from there. */
export const Check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('status'), in: z.array(z.int()) }),
  /** The OAuth error code: of the JSON body at the authorization server, of the challenge at a resource. */
  z.strictObject({ check: z.literal('error'), in: z.array(z.string()) }),
  /** Any error code that starts like one of the two that RFC 9449 registers is spelled as registered. */
  z.strictObject({ check: z.literal('error-spelling') }),
  z.strictObject({ check: z.literal('error-json') }),
  /** No `error`, `error_description` or `error_uri` in any challenge. */
  z.strictObject({ check: z.literal('no-error-information') }),
  z.strictObject({ check: z.literal('field-present'), name: z.string() }),
  z.strictObject({ check: z.literal('field-absent'), name: z.string() }),
  z.strictObject({ check: z.literal('field-at-most-once'), name: z.string() }),
  /** A comma-separated list field holds this token, whatever its case. */
  z.strictObject({ check: z.literal('field-lists'), name: z.string(), token: z.string() }),
  z.strictObject({ check: z.literal('exposes'), name: z.string() }),
  z.strictObject({ check: z.literal('challenge'), scheme: z.string() }),
  z.strictObject({ check: z.literal('challenge-param'), scheme: z.string(), param: z.string() }),
  z.strictObject({ check: z.literal('challenge-grammar') }),
  z.strictObject({ check: z.literal('algs-well-formed') }),
  z.strictObject({ check: z.literal('nonce-syntax') }),
  z.strictObject({ check: z.literal('not-cacheable') }),
  z.strictObject({ check: z.literal('token-type'), is: z.enum(['DPoP', 'exactly-DPoP']) }),
  /** A token that carries `cnf.jkt` is announced as DPoP, one announced as DPoP carries it (where it can be read). */
  z.strictObject({ check: z.literal('token-type-matches-binding') }),
  z.strictObject({ check: z.literal('cnf-jkt'), is: z.enum(['well-formed', 'proof-key', 'absent']) }),
  z.strictObject({ check: z.literal('expires-in-at-most'), seconds: z.int() }),
  /** A member of a JSON document, by its name. */
  z.strictObject({ check: z.literal('json-array-of-algs'), member: z.string() }),
  z.strictObject({ check: z.literal('json-no-weak-algs'), member: z.string() }),
  z.strictObject({
    check: z.literal('json-member'),
    member: z.string(),
    type: z.enum(['string', 'boolean', 'array', 'number', 'object']),
    optional: z.boolean().optional(),
  }),
  z.strictObject({
    check: z.literal('json-equals'),
    member: z.string(),
    value: z.union([z.string(), z.boolean(), z.number()]),
  }),
  /** RFC 8414 §3.3 and RFC 9728 §3.3: the identifier equals the one the metadata URL was built from. */
  z.strictObject({ check: z.literal('json-identifier'), member: z.enum(['issuer', 'resource']) }),
  z.strictObject({ check: z.literal('json-content-type') }),
  /** No URL that the proof carried was followed. */
  z.strictObject({ check: z.literal('nothing-fetched') }),
]);
export type Check = z.output<typeof Check>;
export type CheckOf<Name extends Check['check']> = Extract<Check, { check: Name }>;
