import * as z from 'zod';
import { PeerPlace } from './posture.ts';

const rule = z
  .int()
  .min(0)
  .optional()
  .describe('The rule whose first answer counts; without it the first answer of any rule.');

const at = PeerPlace.describe('Whose requests are looked at.');

/** What every proof that arrives has to keep. `rows`: what the judge finds, by the ids of the rules for servers. */
export const ClientWatchCheck = z.discriminatedUnion('see', [
  z
    .strictObject({
      see: z.literal('judged'),
      rows: z.array(z.string()).min(1),
      levels: z.array(z.enum(['must', 'should', 'may', 'liberty'])).default(['must', 'should']),
      isExact: z.literal(true).optional().describe('A finding at the level should weighs as much as one at must.'),
    })
    .describe('The judge finds none of these in the request; * at the end stands for any rest.'),
  z.strictObject({ see: z.literal('full-coordinates') }),
  z.strictObject({ see: z.literal('plain-htu') }),
  z.strictObject({ see: z.literal('unique-jti') }),
  z.strictObject({ see: z.literal('random-jti'), bits: z.int() }),
  z.strictObject({ see: z.literal('exact-method') }),
  z.strictObject({ see: z.literal('plain-token68') }),
  z.strictObject({ see: z.literal('plausible-time'), seconds: z.int() }),
  z.strictObject({ see: z.literal('dpop-scheme') }),
  z.strictObject({ see: z.literal('proof-present'), at: PeerPlace }),
  z.strictObject({ see: z.literal('token-in-one-place') }),
  z.strictObject({ see: z.literal('token-not-in-query') }),
  z.strictObject({ see: z.literal('no-proxy-authorization') }),
  z.strictObject({ see: z.literal('key-of-token') }),
  z.strictObject({ see: z.literal('known-nonce') }),
  z.strictObject({ see: z.literal('no-ath') }),
  z.strictObject({ see: z.literal('no-extras') }),
  z.strictObject({ see: z.literal('algorithm-among'), of: z.array(z.string()) }),
  z.strictObject({ see: z.literal('code-verifier') }),
]);
export type ClientWatchCheck = z.output<typeof ClientWatchCheck>;

/**
 * A statement about the requests that a client made. `rule` in a description is the first rule of the posture that has answered;
 * "then" means after that answer.
 */
export const ClientCheck = z.discriminatedUnion('see', [
  z
    .strictObject({ see: z.literal('retries'), at, rule })
    .describe('The request is made again, with the nonce that was demanded, a new jti and the same grant.'),
  z
    .strictObject({ see: z.literal('stops'), at, rule, within: z.int().min(0).default(0) })
    .describe('At most so many requests follow there.'),
  z
    .strictObject({ see: z.literal('ends-within'), at, rule, requests: z.int().min(1) })
    .describe('There are at most so many requests there, and the client ends by itself.'),
  z
    .strictObject({ see: z.literal('uses-newest-nonce'), at })
    .describe('Each later proof for this server has the newest nonce that it gave.'),
  z
    .strictObject({ see: z.literal('keeps-nonce'), at })
    .describe('Later proofs keep the nonce although later answers have none.'),
  z
    .strictObject({ see: z.literal('copies-nonce'), at, rule })
    .describe('The next proof has a nonce exactly as it was given, or no request follows.'),
  z.strictObject({ see: z.literal('own-nonces') }).describe('No proof has a nonce that another server gave.'),
  z
    .strictObject({ see: z.literal('completes'), at, rule })
    .describe('A request there is answered with 2xx after the rule has answered.'),
  z
    .strictObject({ see: z.literal('answered-all'), at, count: z.int().min(1) })
    .describe('So many requests there are answered with 2xx.'),
  z
    .strictObject({ see: z.literal('own-token') })
    .describe('Each request carries a token that this very run was given.'),
  z
    .strictObject({ see: z.literal('whole-body'), at, rule, body: z.string() })
    .describe('Each request there has this very body.'),
  z.strictObject({ see: z.literal('fresh-assertions') }).describe('No two client assertions have the same jti.'),
  z
    .strictObject({ see: z.literal('not-used'), what: z.enum(['token', 'code']), rule })
    .describe(
      'The token that the rule has answered with goes to no resource; the code of the callback goes to no token endpoint.',
    ),
  z.strictObject({ see: z.literal('exact-method'), at }).describe('htm is the method of the request, octet for octet.'),
  z
    .strictObject({ see: z.literal('refresh-key') })
    .describe('The proof of a refresh is of the key of the grant before it.'),
  z.strictObject({ see: z.literal('same-key') }).describe('All proofs are of one key.'),
  z.strictObject({ see: z.literal('newest-token') }).describe('After a refresh, calls carry the new token.'),
  z
    .strictObject({ see: z.literal('dpop-jkt'), at: z.enum(['par', 'authorization']) })
    .describe('dpop_jkt is there, and is the thumbprint of the key of the later proofs.'),
  z.strictObject({ see: z.literal('proof-at'), at }).describe('Every request there has a proof.'),
  z
    .strictObject({ see: z.literal('algorithms'), of: z.array(z.string()) })
    .describe('Every proof has one of these algorithms.'),
  z
    .strictObject({ see: z.literal('ath-fits'), at })
    .describe('ath is the digest of the access token beside the proof.'),
  z.strictObject({ see: z.literal('fresh-proofs'), at }).describe('No proof and no jti comes twice there.'),
  z.strictObject({ see: z.literal('proof-fits'), at }).describe('Proofs there are made for the target that was asked.'),
  z
    .strictObject({
      see: z.literal('nothing-reaches'),
      at,
      what: z.enum(['grant', 'token', 'proof', 'token-and-proof', 'request']),
    })
    .describe('No request there carries it.'),
  z.strictObject({ see: z.literal('reports-failure') }).describe('The client does not say that all went well.'),
  z.strictObject({ see: z.literal('no-request') }).describe('Servers were connected to, and no request came.'),
  z.strictObject({ see: z.literal('follows-date') }).describe('Observed: whether iat follows the field Date.'),
  z
    .strictObject({ see: z.literal('keeps'), what: ClientWatchCheck })
    .describe('Every request keeps what a watch demands of all requests of a run.'),
  z
    .strictObject({ see: z.literal('goes-on') })
    .describe('The client answers whatever it is asked to do, and does not end by itself.'),
]);
export type ClientCheck = z.output<typeof ClientCheck>;
