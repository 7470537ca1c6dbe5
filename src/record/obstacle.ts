import * as z from 'zod';

/** What keeps cases from running, or what a reader should know before the first of them. */
export const Obstacle = z.strictObject({
  severity: z.enum(['error', 'warning']),
  /** One sentence: what happened, and at which URL. */
  message: z.string(),
  /** The place of the target that it concerns; absent where it concerns all of it. */
  place: z.string().optional(),
  /** What to look at in the descriptor: `file:line:column path`. */
  where: z.string().optional(),
  /** The words of the server, bounded. */
  said: z.string().optional(),
  /** What was sent beside the plain request, and what came of it. */
  tried: z.string().optional(),
  /** The likely way out. */
  fix: z.string().optional(),
  /** The same as a value to be written into the descriptor. */
  edit: z
    .strictObject({
      at: z.array(z.union([z.string(), z.int()])).readonly(),
      value: z.union([z.string(), z.number(), z.boolean()]),
    })
    .readonly()
    .optional(),
});
export type Obstacle = z.output<typeof Obstacle>;

/** Cases and watches that came to no finding, since nothing could be judged by them. */
export const LeftOut = z.strictObject({ place: z.string(), count: z.int().positive(), why: z.string() });
export type LeftOut = z.output<typeof LeftOut>;
