/** How a breach of a requirement is graded: `fail`, `warn`, or `info` (a note). */
export type Severity = 'fail' | 'warn' | 'info';

/** A named set of requirements with other severities than the catalogue's default, each change with its source. */
export type Profile = {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly { readonly requirement: string; readonly severity: Severity; readonly source: string }[];
};
