import * as z from 'zod';

const Severity = z.enum(['fail', 'warn', 'info']);

/** A rule of the catalogue, as the run has graded it. */
export const RequirementRef = z.strictObject({
  id: z.string(),
  role: z.enum(['as', 'rs', 'client']),
  section: z.string(),
  level: z.string(),
  summary: z.string(),
  /** How a breach counts in this run. */
  severity: Severity,
  /** How it counts by the catalogue alone. */
  base: Severity,
  /** The profile that grades it otherwise than the catalogue, how, and where that stands. */
  by: z.strictObject({ profile: z.string(), severity: Severity, source: z.string() }).optional(),
});
export type RequirementRef = z.output<typeof RequirementRef>;
