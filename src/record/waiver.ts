import * as z from 'zod';
import { Verdict } from './verdict.ts';

/** Somebody answers for a finding: it is shown, and does not count. */
export const Waiver = z.strictObject({
  /** A case at all its places, at one (`case@place`), or there with one subject (`case@place~subject`). */
  case: z.string(),
  /** Absent: at any target. */
  target: z.string().optional(),
  verdict: Verdict,
  /** Of a skip: a part of the reason that the report gives for it. */
  because: z.string().optional(),
  reason: z.string(),
  /** The last day on which it holds. */
  expires: z.string().optional(),
});
export type Waiver = z.output<typeof Waiver>;
