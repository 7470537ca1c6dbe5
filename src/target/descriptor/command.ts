import * as z from 'zod';

/** A program of the user which prints what is needed, each time anew; it runs in the descriptor's folder. */
export const Command = z.strictObject({
  command: z.array(z.string()).min(1),
  timeoutSeconds: z.number().positive().max(300).default(30),
});
export type Command = z.output<typeof Command>;
