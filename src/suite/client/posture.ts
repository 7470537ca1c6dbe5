import * as z from 'zod';
import { clientGrantTypes } from '../../plan/ability.ts';
import { AnswerOp } from './answer-ops.ts';

/** What the client asks. `resource` and `resource2` are two resource servers, `foreign` is the server of somebody else, and `other` any other path. */
export const PeerPlace = z.enum([
  'metadata',
  'jwks',
  'authorization',
  'par',
  'device-authorization',
  'token',
  'introspection',
  'resource',
  'resource2',
  'resource-metadata',
  'foreign',
  'other',
]);
export type PeerPlace = z.output<typeof PeerPlace>;

/** Which of the requests that a rule is about it answers, counted from 1. */
const Times = z.union([
  z.int().min(1),
  z.literal('every'),
  z.strictObject({ from: z.int().min(1), to: z.int().min(1) }),
]);

const When = z.strictObject({
  grant: z.enum(clientGrantTypes).optional().describe('The grant_type of a token request.'),
  nonce: z
    .enum(['absent', 'old', 'newest', 'not-newest'])
    .optional()
    .describe(
      'What the proof has: no nonce, one that is no longer the newest, the newest of this server, or anything but it.',
    ),
  proof: z.boolean().optional().describe('Whether the request has a proof.'),
});

/** One rule of a posture: where, which time and when it answers, and how its answer differs from the lawful one. */
export const PostureRule = z.strictObject({
  at: PeerPlace,
  nth: Times.optional().describe('Which of the requests that fit; without it every one.'),
  when: When.optional(),
  give: z.array(AnswerOp).describe('What differs from the lawful answer.'),
  isOptional: z.literal(true).optional().describe('The case is judged although this answer was never given.'),
});
export type PostureRule = z.output<typeof PostureRule>;

/** How the server behaves: the first rule that fits a request answers it; where none does, the answer is lawful. */
export const Posture = z.array(PostureRule);
export type Posture = z.output<typeof Posture>;
