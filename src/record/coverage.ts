import * as z from 'zod';

/** What the catalogue asks of servers, so that a report can show what was not judged, and why. */
export const Coverage = z.strictObject({
  type: z.literal('coverage'),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      section: z.string(),
      /** Where the section can be read. */
      link: z.string().optional(),
      /** Where the row comes from, if not from the text of its section. */
      provenance: z.string().optional(),
      /** The section or document that the row is counted under. */
      heading: z.string(),
      level: z.string(),
      role: z.enum(['as', 'rs', 'client']),
      summary: z.string(),
      /** `core`, or the profile that makes the demand. */
      profile: z.string(),
      /** The run's profiles select the row. */
      isAsked: z.boolean(),
      cases: z.int(),
      /** All its cases wait in real time. */
      isSlow: z.boolean(),
      excluded: z.strictObject({ reason: z.string(), rows: z.array(z.string()) }).optional(),
    }),
  ),
});
export type Coverage = z.output<typeof Coverage>;
