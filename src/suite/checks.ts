import * as z from 'zod';

/** A statement about one answer. It names the requirement whose breach it shows, and the severity follows from that. */
export const Check = z.discriminatedUnion('check', [
  z.strictObject({ check: z.literal('status'), in: z.array(z.int()) }),
  z.strictObject({ check: z.literal('refused') }).describe('It is not the lawful answer of the place.'),
  z
    .strictObject({ check: z.literal('error'), in: z.array(z.string()), whereNamed: z.boolean().optional() })
    .describe(
      'The OAuth error code: of the JSON body at the authorization server, of the challenge at a resource. whereNamed: an answer without a code is judged by another rule.',
    ),
  z
    .strictObject({ check: z.literal('error-spelling') })
    .describe('Any error code that starts like one of the two that RFC 9449 registers is spelled as registered.'),
  z.strictObject({ check: z.literal('error-json') }),
  z
    .strictObject({ check: z.literal('error-status') })
    .describe(
      'At a resource RFC 6750 §3.1: invalid_token comes with 401, insufficient_scope with 403. At the authorization server RFC 6749 §5.2: the codes listed there, and invalid_dpop_proof, come with 400, but invalid_client.',
    ),
  z
    .strictObject({ check: z.literal('no-error-information') })
    .describe('No error, error_description or error_uri in any challenge.'),
  z.strictObject({ check: z.literal('field-present'), name: z.string() }),
  z
    .strictObject({
      check: z.literal('field-absent'),
      name: z.string(),
      scheme: z.string().optional(),
      unlessBeside: z.string().optional(),
    })
    .describe(
      'No such field. scheme: none with a challenge of this scheme; unlessBeside: the field may be there where this other one is too.',
    ),
  z.strictObject({ check: z.literal('field-at-most-once'), name: z.string() }),
  z
    .strictObject({ check: z.literal('field-lists'), name: z.string(), token: z.string() })
    .describe('A comma-separated list field holds this token, whatever its case.'),
  z.strictObject({ check: z.literal('exposes'), name: z.string() }),
  z
    .strictObject({ check: z.literal('exposed-to'), origin: z.string() })
    .describe('A browser lets scripts of this origin read the answer (Access-Control-Allow-Origin names it, or is *).'),
  z
    .strictObject({ check: z.literal('preflight-allows'), origin: z.string(), fields: z.array(z.string()) })
    .describe(
      'The answer to a preflight lets scripts of this origin send these fields. A * covers all of them but Authorization (Fetch standard).',
    ),
  z.strictObject({ check: z.literal('challenge'), scheme: z.string() }),
  z
    .strictObject({
      check: z.literal('challenge-param'),
      scheme: z.string().optional(),
      param: z.string(),
      whereNamed: z.boolean().optional(),
    })
    .describe(
      'The challenge of this scheme, or of any, has the parameter. whereNamed: where no challenge has it, another rule judges that.',
    ),
  z.strictObject({ check: z.literal('challenge-grammar') }),
  z.strictObject({ check: z.literal('algs-well-formed') }),
  z
    .strictObject({ check: z.literal('challenge-metadata') })
    .describe(
      'RFC 9728 §5.1: where a challenge names metadata, they are those of the resource that the descriptor names.',
    ),
  z
    .strictObject({ check: z.literal('no-protected-content') })
    .describe('The text that only the protected content has (expect.contains of the descriptor) is not in the answer.'),
  z.strictObject({ check: z.literal('nonce-syntax') }),
  z
    .strictObject({ check: z.literal('nonces-unpredictable') })
    .describe('All nonces of the run together: no counter, no time of day, nothing tiny. Only for watches.'),
  z
    .strictObject({ check: z.literal('newest-nonce-accepted') })
    .describe('The nonce that an answer has just supplied works, seen over the whole run. Only for watches.'),
  z
    .strictObject({ check: z.literal('lawful-accepted-again') })
    .describe(
      'A plain lawful request is accepted as the same one was before, seen over the whole run. Only for watches.',
    ),
  z.strictObject({ check: z.literal('not-cacheable') }),
  z.strictObject({ check: z.literal('token-type'), is: z.enum(['DPoP', 'exactly-DPoP', 'other-than-DPoP']) }),
  z
    .strictObject({ check: z.literal('token-type-matches-binding') })
    .describe(
      'A token that carries cnf.jkt is announced as DPoP, one announced as DPoP carries it (where it can be read).',
    ),
  z.strictObject({
    check: z.literal('cnf-jkt'),
    is: z.enum(['well-formed', 'present', 'proof-key', 'no-other-key', 'absent']),
  }),
  z.strictObject({ check: z.literal('expires-in-at-most'), seconds: z.int() }),
  z
    .strictObject({ check: z.literal('refresh-token-kept') })
    .describe('A refresh gives no refresh token, or the one that it was asked for with.'),
  z
    .strictObject({ check: z.literal('json-array-of-algs'), member: z.string() })
    .describe('A member of a JSON document, by its name.'),
  z.strictObject({ check: z.literal('json-no-weak-algs'), member: z.string() }),
  z.strictObject({
    check: z.literal('json-member'),
    member: z.string(),
    type: z.enum(['string', 'boolean', 'array', 'number', 'object']),
    optional: z.boolean().optional(),
  }),
  z
    .strictObject({
      check: z.literal('registered-flag'),
      member: z.string(),
      is: z.enum(['stated', 'boolean', 'true', 'confirmed']),
    })
    .describe(
      'Of an answer that registers a client, or shows it (RFC 7591 §3.2.1): the member is there; it is true or false where it is there; it is not false; it is true, or a text that says so.',
    ),
  z.strictObject({
    check: z.literal('json-equals'),
    member: z.string(),
    value: z.union([z.string(), z.boolean(), z.number()]),
  }),
  z
    .strictObject({
      check: z.literal('json-array-has'),
      member: z.string(),
      value: z.string(),
      optional: z.boolean().optional(),
    })
    .describe('An array with this value; it has to be there unless optional.'),
  z
    .strictObject({ check: z.literal('json-array-lacks'), member: z.string(), value: z.string() })
    .describe('An array, where it is there, without this value; and one with no other values than these.'),
  z.strictObject({ check: z.literal('json-array-within'), member: z.string(), values: z.array(z.string()) }),
  z
    .strictObject({ check: z.literal('json-identifier'), member: z.enum(['issuer', 'resource']) })
    .describe('RFC 8414 §3.3 and RFC 9728 §3.3: the identifier equals the one the metadata URL was built from.'),
  z
    .strictObject({ check: z.literal('authorization-response'), member: z.enum(['state', 'iss']) })
    .describe(
      'The redirect to the client repeats the state of the request (RFC 6749 §4.1.2), or names the issuer of the metadata where it has an iss or the metadata promise one (RFC 9207 §2).',
    ),
  z
    .strictObject({ check: z.literal('no-front-channel-token') })
    .describe('The redirect to the client carries no access token (RFC 6749 §4.2.2).'),
  z.strictObject({ check: z.literal('json-content-type') }),
  z
    .strictObject({ check: z.literal('json-no-empty-arrays') })
    .describe(
      'No member of the document is an empty array; response_types_supported may be one, since RFC 8414 §2 requires it.',
    ),
  z
    .strictObject({ check: z.literal('inactive-is-bare') })
    .describe('RFC 7662 §2.2: an answer that says active: false says nothing else.'),
  z
    .strictObject({ check: z.literal('answered-in-time') })
    .describe('Not many times slower than the answers to lawful requests, nor than a second.'),
  z.strictObject({ check: z.literal('nothing-fetched') }).describe('No URL that the proof carried was followed.'),
]);
export type Check = z.output<typeof Check>;
export type CheckOf<Name extends Check['check']> = Extract<Check, { check: Name }>;
