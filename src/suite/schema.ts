import * as z from 'zod';
import { Op } from '../plan/ops.ts';
import { KeyKind, SigningAlg } from '../plan/values.ts';
import { KeyType } from '../plan/key-type.ts';
import { Check } from './checks.ts';
import { ClientCase, ClientWatch } from './client/schema.ts';
import { Need } from './need.ts';

/** Where a case can be tried. Each place of a case becomes one instance, `case@place`. */
const places = [
  'token',
  'par',
  'authorization',
  'registration',
  'client-configuration',
  'resource',
  'introspection',
  'metadata',
  'resource-metadata',
] as const;
export const Place = z.enum(places);
export type Place = z.output<typeof Place>;

/**
 * The answer that an exchange expects. `accept`: the lawful answer of the place. `refuse`: any other clean answer.
 * `challenge`: a demand for a nonce. `observe`: either; only the checks count. `once`: one of a burst is accepted at most.
 */
const Expectation = z.enum(['accept', 'refuse', 'challenge', 'observe', 'once']);
export type Expectation = z.output<typeof Expectation>;

/** A statement in the descriptor that makes a breach weigh more. */
export const WeighingClaim = z.enum(['replay-detection', 'nonce-lifetime']);
export type WeighingClaim = z.output<typeof WeighingClaim>;

/** The part of the request that is wrong when it must be refused. It decides which error codes name the fault. */
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

/** The client, key and grant of an exchange. Exchanges with the same session share key and tokens. */
export const SessionSpec = z.strictObject({
  alg: SigningAlg.optional(),
  keyType: KeyType.optional().describe('A key of this type, for whichever of its algorithms the server takes.'),
  rsaBits: z.int().optional(),
  keyKind: KeyKind.optional(),
  client: z.enum(['default', 'public', 'confidential', 'bound', 'assertion']).optional(),
  grant: z.enum(['client_credentials', 'authorization_code', 'refresh_token']).optional(),
});
export type SessionSpec = z.output<typeof SessionSpec>;

const AtMost = z
  .enum(['warn', 'info'])
  .optional()
  .describe("Caps the severity of a breach below the requirement's own, where the text asks for less.");

const RequiredCheck = z.strictObject({
  requirement: z.string().describe('The id of the requirement that an answer breaks which does not keep this.'),
  that: Check,
  atMost: AtMost,
});
export type RequiredCheck = z.output<typeof RequiredCheck>;

export const ExchangeSpec = z.strictObject({
  name: z.string().optional().describe('What later exchanges call this one (jti of, proof-of, grant-of).'),
  at: Place.optional(),
  resource: z
    .enum(['primary', 'second'])
    .optional()
    .describe('Which resource of the descriptor; without it the first one.'),
  clientOf: z
    .string()
    .optional()
    .describe('The client is the one that this earlier exchange has registered (RFC 7591).'),
  replica: z
    .int()
    .min(1)
    .max(2)
    .optional()
    .describe(
      "The server behind the URL that the request and its control go to: the so-manyth of the descriptor's replicas.",
    ),
  with: z.array(Op).optional().describe('Lawful adjustments that the control makes too.'),
  delta: z.array(Op).describe('What differs from the control.'),
  expect: Expectation.describe(
    'accept: the lawful answer; refuse: a clean refusal; challenge: a demand for a nonce; observe: either; once: of a burst, one accepted at most.',
  ),
  checks: z
    .array(RequiredCheck)
    .optional()
    .describe('Statements about the answer, each with the requirement behind it.'),
  premise: z
    .string()
    .optional()
    .describe(
      'Where this exchange does not come out as expected, or a check of it is not kept, the case does not apply, for the reason given here.',
    ),
  repeat: z
    .int()
    .min(2)
    .max(2000)
    .optional()
    .describe('Sent so many times, each with a proof of its own; the last answer counts, or the first bad one.'),
  burst: z
    .strictObject({
      times: z.int().min(2).max(32),
      rounds: z.int().min(1).max(10),
      same: z.enum(['proof', 'grant']).describe('The very bytes, or the grant only, with a proof for each.'),
    })
    .optional()
    .describe(
      'Sent so many times at the same moment, round after round, each round with a proof and grant of its own.',
    ),
  after: z
    .union([
      z.number(),
      z.strictObject({ of: z.enum(['iat-window', 'nonce-lifetime', 'token-lifetime']), plus: z.number() }),
    ])
    .optional()
    .describe(
      'Seconds to wait before it is sent, or as long as what is measured, claimed or announced lasts; slow lane only.',
    ),
});
export type ExchangeSpec = z.output<typeof ExchangeSpec>;

export const Case = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
    .describe('Permanent; lower-case words joined by hyphens.'),
  title: z.string().describe('Begins with a verb; the server is its subject: "rejects …", "accepts …".'),
  requirements: z
    .array(z.string())
    .min(1)
    .describe("Ids of the catalogue; the row is that of the place's role. The first is the one that the case proves."),
  whereClaimed: z
    .strictObject({ claim: WeighingClaim, requirement: z.string() })
    .optional()
    .describe('This requirement is proved in place of the first where the target makes the claim, and only there.'),
  at: z.array(Place).min(1).describe('Where the case is tried: one instance for each place.'),
  why: z.string().optional().describe('One sentence, where the attack is not obvious.'),
  needs: z.array(Need).optional().describe('What the target must have or claim; the case is skipped where it has not.'),
  session: SessionSpec.optional(),
  fault: Fault.optional(),
  atMost: AtMost,
  lane: z.enum(['fast', 'slow']).optional().describe('Slow cases wait in real time and run with --slow only.'),
  each: z
    .union([z.boolean(), z.literal('further')])
    .optional()
    .describe('Runs at every client, or at every resource, not only at the first; further: at all but the first.'),
  destructive: z.boolean().optional().describe('Runs alone, after all others.'),
  exchanges: z.array(ExchangeSpec).min(1).describe('The last one proves the first requirement.'),
});
export type Case = z.output<typeof Case>;

/** The exchanges of the whole run that a watch looks at. */
const WatchScope = z.enum([
  'all',
  'status-401',
  'proof-refused',
  'proof-refused-by-name',
  'token-refused',
  'credentials-refused',
  'no-credentials',
  'token-issued',
  'nonce-sent',
  'challenged',
  'errors',
  'accepted',
]);
export type WatchScope = z.output<typeof WatchScope>;

/** A rule that every answer of the run must keep, judged once at the end over all of them. */
export const Watch = z.strictObject({
  id: Case.shape.id,
  title: Case.shape.title,
  requirements: Case.shape.requirements,
  at: z.array(Place).min(1).describe('Whose answers it looks at.'),
  why: Case.shape.why,
  atMost: AtMost,
  over: WatchScope.describe('Which exchanges of the whole run it looks at.'),
  that: Check,
});
export type Watch = z.output<typeof Watch>;

export const Suite = z.strictObject({
  $schema: z.string().optional().describe('Where suite.schema.json lies, for editors.'),
  id: Case.shape.id,
  title: z.string(),
  section: z.string().describe('Where the rules stand, for example "RFC 9449 §4.3".'),
  cases: z.array(Case),
  watches: z.array(Watch).optional().describe('Rules that every answer of the run keeps, judged once at its end.'),
  clientCases: z.array(ClientCase).optional().describe('What clients under test are asked, and answered.'),
  clientWatches: z.array(ClientWatch).optional().describe('Rules that every request of a client under test keeps.'),
});
export type Suite = z.output<typeof Suite>;

/** A suite is pure data, which JSON keeps unchanged. The tests of `suites/` check it against the schema, and not each start. */
export function defineSuite(suite: Suite): Suite {
  return suite;
}
