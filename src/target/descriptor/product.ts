import * as z from 'zod';
import { url } from './urls.ts';

/** What a statement is about: the product behind the target, in the words of its vendor. */
export const ProductDescriptor = z.strictObject({
  organization: z.string().trim().min(1),
  /** Its name. */
  project: z.string().trim().min(1),
  url: url.optional(),
  /** A release or a commit. */
  version: z
    .string()
    .trim()
    .min(1)
    .refine((version) => !isMoving(version), {
      error: 'expected a release or a commit, which stays what it is, and no name of a branch or tag that moves',
    })
    .optional(),
  /** Of what was tested: `sha256:…`, or the integrity string of a package (`sha512-…`). */
  artifact: z
    .string()
    .regex(/^(?:sha256:[0-9a-f]{64}|sha(?:256|384|512)-[A-Za-z0-9+/]{43,88}={0,2})$/, {
      error: 'sha256:<64 hex digits>, or the integrity string of a package (sha512-…)',
    })
    .optional(),
  /** A mail address or a page. */
  contact: z.string().trim().min(1).optional(),
});
export type ProductDescriptor = z.output<typeof ProductDescriptor>;

const moving = /^(?:main|master|trunk|develop|development|dev|head|latest|nightly|next|edge|stable|snapshot|canary)$/i;

/** Whether a version names something that may be another thing tomorrow. */
export function isMoving(version: string): boolean {
  return moving.test(version) || /-snapshot$/i.test(version) || version.includes('/');
}
