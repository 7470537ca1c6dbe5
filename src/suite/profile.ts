import type { Requirement } from './catalogue.ts';
import { isRow, type RowRef } from './row-ref.ts';

/** How a breach of a requirement is graded: `fail`, `warn`, or `info` (a note). */
export type Severity = 'fail' | 'warn' | 'info';

/** A requirement with another grade than in the catalogue, and the source of that grade. */
export type SeverityChange = RowRef & { readonly severity: Severity; readonly source: string };

/**
 * Demands beyond the core, as data: the rows of the catalogue that a document adds, and the severities that it changes.
 * A `product` holds what a vendor documents about a product, and adds nothing that a standard would ask for.
 */
export type Profile = {
  readonly id: string;
  readonly title: string;
  readonly kind: 'standard' | 'product';
  /** Where the text can be read. */
  readonly link: string;
  /** Rows whose `profile` is one of these are judged too. */
  readonly rows: readonly string[];
  /** Rows among them that this profile leaves out, each with its source. */
  readonly without: readonly (RowRef & { readonly source: string })[];
  readonly changes: readonly SeverityChange[];
};

/** Rows of the core always count. Other rows count where a profile selects them. */
export function isAsked(row: Pick<Requirement, 'id' | 'role' | 'profile'>, profiles: readonly Profile[]): boolean {
  const selects = ({ rows, without }: Profile) =>
    rows.includes(row.profile) && !without.some((left) => isRow(row, left));
  return row.profile === 'core' || profiles.some(selects);
}
