import * as z from 'zod';

const verdicts = ['pass', 'fail', 'warn', 'note', 'skip', 'blocked', 'error'] as const;
export const Verdict = z.enum(verdicts);
export type Verdict = z.output<typeof Verdict>;
