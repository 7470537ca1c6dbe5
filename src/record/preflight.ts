import * as z from 'zod';
import { LeftOut, Obstacle } from './obstacle.ts';

/** One fact learnt before any case ran, or an obstacle that keeps cases from running. */
export const Preflight = z.strictObject({
  type: z.literal('preflight'),
  target: z.string(),
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  obstacles: z.array(Obstacle),
  /** Cases and watches that were selected for this target, and are not left out. */
  planned: z.int().optional(),
  /** Those that apply by its places and the profiles, selected or not; without those that wait, where they were not asked for. */
  of: z.int().optional(),
  /** Of those that apply, how many wait in real time and were not asked for. */
  waiting: z.int().optional(),
  /** Places that the target has, and that its descriptor leaves out. */
  withheld: z.array(z.string()).optional(),
  /** Those at places where nothing works. */
  leftOut: z.array(LeftOut).optional(),
  /** All that was selected, before a shard took its part: how many instances, and SHA-256 of their names, hex. */
  selected: z.strictObject({ count: z.int(), digest: z.string() }).optional(),
});
export type Preflight = z.output<typeof Preflight>;
