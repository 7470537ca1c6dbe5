import type { Verdict } from '../record/schema.ts';

/** How surely what was seen can be blamed on the delta. */
export type Attribution = 'strong' | 'paired' | 'weak';

export type StepVerdict = { readonly verdict: Verdict; readonly reason: string; readonly attribution?: Attribution };
