import type { Requirement } from './catalogue.ts';
import { isRow, type RowRef } from './row-ref.ts';

/** How a breach of a requirement is graded: `fail`, `warn`, or `info` (a note). */
export type Severity = 'fail' | 'warn' | 'info';

/** A requirement graded otherwise than in the catalogue, and where that stands. */
export type SeverityChange = RowRef & { readonly severity: Severity; readonly source: string };

/**
 * What is asked beyond the core, as data: the rows of the catalogue that a document adds, and the severities that it
 * changes. A `product` tells what a vendor documents of a product; it adds nothing that a standard would ask.
 */
export type Profile = {
  readonly id: string;
  readonly title: string;
  readonly kind: 'standard' | 'product';
  /** Where the text can be read. */
  readonly link: string;
  /** Rows whose `profile` is one of these are judged too. */
  readonly rows: readonly string[];
  /** Those among them that do not hold here, each with its source. */
  readonly without: readonly (RowRef & { readonly source: string })[];
  readonly changes: readonly SeverityChange[];
};

/** Rows of the core are always asked for, others by the profiles that select them. */
export function isAsked(row: Pick<Requirement, 'id' | 'role' | 'profile'>, profiles: readonly Profile[]): boolean {
  const selects = ({ rows, without }: Profile) =>
    rows.includes(row.profile) && !without.some((left) => isRow(row, left));
  return row.profile === 'core' || profiles.some(selects);
}
