import * as z from 'zod';

/** A descriptor never holds a secret: `{ env: NAME }` names the environment variable that does. */
export const Secret = z.strictObject(
  { env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable') },
  {
    error: (issue) =>
      issue.code === 'invalid_type' && issue.input !== undefined
        ? '{ env: NAME }, since a secret never stands in this file (write that and set the variable NAME)'
        : undefined,
  },
);
