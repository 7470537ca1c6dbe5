import type { Policy } from '../policy.ts';

export type Role = 'as' | 'rs';

/** Ids of the catalogue; where the two servers break different rows, a list for each. */
type Breaks = readonly string[] | { readonly [role in Role]: readonly string[] };

export interface DefectRow<Id extends string = string> {
  readonly id: Id;
  readonly breaks: Breaks;
  readonly summary: string;
  /** Without it either server can have the defect, and there are two mutants. */
  readonly only?: Role;
  /** The variant that the defect is planted in. */
  readonly base?: string;
  /** The defect is nothing but another policy, lawful elsewhere. */
  readonly policy?: Partial<Policy>;
}

export function row<const Id extends string>(row: DefectRow<Id>): DefectRow<Id> {
  return row;
}

/** The rows that the defect breaks in one of the servers. */
export function brokenBy({ breaks }: DefectRow, role: Role): readonly string[] {
  return 'as' in breaks ? breaks[role] : breaks;
}
