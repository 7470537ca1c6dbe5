import * as z from 'zod';
import { Verdict } from './verdict.ts';

/** Somebody answers for findings: they are shown, and do not count. Exactly one of `case`, `problem` and `requirement` is there. */
export const Waiver = z.strictObject({
  /** A case at all its places, at one (`case@place`), or there with one subject (`case@place~subject`); `*` is any text. */
  case: z.string().optional(),
  /** The id of a problem, as `as:typ`. */
  problem: z.string().optional(),
  /** The id of the requirement that is broken. */
  requirement: z.string().optional(),
  /** Absent: at any target. */
  target: z.string().optional(),
  verdict: Verdict,
  /** A part of the reason that the report gives for the finding. */
  because: z.string().optional(),
  reason: z.string(),
  /** Who answers for it. */
  owner: z.string().optional(),
  /** Where more is written of it. */
  link: z.string().optional(),
  /** The last day on which it holds. */
  expires: z.string().optional(),
  /** `file:line` */
  where: z.string().optional(),
});
export type Waiver = z.output<typeof Waiver>;

/** What a finding says of its waiver. */
export const Waived = Waiver.pick({ reason: true, owner: true, link: true, expires: true });
