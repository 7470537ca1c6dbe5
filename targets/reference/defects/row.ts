import type { Policy } from '../policy.ts';

export type Role = 'as' | 'rs';

/** Ids of the catalogue. Where the two servers break different rows, there is a list for each. */
type Breaks = readonly string[] | { readonly [role in Role]: readonly string[] };

export interface DefectRow<Id extends string = string> {
  readonly id: Id;
  readonly breaks: Breaks;
  readonly summary: string;
  /** The role that can have the defect. Without it both can, and there are two mutants. */
  readonly only?: Role;
  /** The variant that gets the defect. */
  readonly base?: string;
  /** The defect is only another policy, which is lawful elsewhere. */
  readonly policy?: Partial<Policy>;
}

export function row<const Id extends string>(row: DefectRow<Id>): DefectRow<Id> {
  return row;
}

/** The rows that the defect breaks in one of the servers. */
export function brokenBy({ breaks }: DefectRow, role: Role): readonly string[] {
  return 'as' in breaks ? breaks[role] : breaks;
}
