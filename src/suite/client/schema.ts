import * as z from 'zod';
import { Ability } from '../../plan/ability.ts';
import { Task } from './task.ts';
import { ClientCheck, ClientWatchCheck } from './client-check.ts';
import { PeerPlace, Posture } from './posture.ts';

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
  .describe('Permanent; lower-case words joined by hyphens.');

const RequiredClientCheck = z.strictObject({
  requirement: z.string().describe('The id of the requirement that a client breaks which does not keep this.'),
  that: ClientCheck,
  atMost: z.enum(['warn', 'info']).optional().describe("Caps the severity below the requirement's own."),
  isOfLibrary: z
    .literal(true)
    .optional()
    .describe('Where the adapter decides and not the library under test, a breach is a warning at most.'),
  isStopLawful: z
    .literal(true)
    .optional()
    .describe('A client that makes no further request keeps it, unless it claims that it goes on.'),
});
export type RequiredClientCheck = z.output<typeof RequiredClientCheck>;

export const ClientCase = z.strictObject({
  id,
  title: z.string().describe('Begins with a verb; the client is its subject: "retries …", "sends …".'),
  requirements: z
    .array(z.string())
    .min(1)
    .describe('Ids of the catalogue, rows of the role client. The first is the one that the case proves.'),
  place: PeerPlace.describe('Where the answer differs.'),
  why: z.string().optional(),
  needs: z.array(Ability).optional().describe('What the client must be able to do, beside what the task takes.'),
  claims: Ability.optional().describe('Only a client that claims this has to go on; any other may stop.'),
  demandedBy: z.array(z.string()).optional().describe('Requirements of profiles that demand the claim.'),
  task: Task,
  posture: Posture,
  isLawful: z.boolean().default(true).describe('Whether a lawful server may answer so.'),
  atMost: z.enum(['warn', 'info']).optional(),
  checks: z.array(RequiredClientCheck).min(1),
});
export type ClientCase = z.output<typeof ClientCase>;

export const ClientWatch = z.strictObject({
  id,
  title: z.string(),
  requirements: z.array(z.string()).min(1),
  place: PeerPlace.describe('Under which place it is shown.'),
  why: z.string().optional(),
  atMost: z.enum(['warn', 'info']).optional(),
  that: ClientWatchCheck,
});
export type ClientWatch = z.output<typeof ClientWatch>;

/** What a case looks like where it is written: members with a default may be left out. */
export type ClientCaseInput = z.input<typeof ClientCase>;
export type ClientWatchInput = z.input<typeof ClientWatch>;

/** A case with all its members. */
export function clientCase(input: ClientCaseInput): ClientCase {
  return ClientCase.parse(input);
}

export function clientWatch(input: ClientWatchInput): ClientWatch {
  return ClientWatch.parse(input);
}
