import type { CheckNumber } from './checks.ts';

export interface DefectRow<Id extends string = string> {
  readonly id: Id;
  /** The check that finds it. */
  readonly check: CheckNumber;
  /** Ids of the catalogue. */
  readonly breaks: readonly string[];
  readonly summary: string;
  /** The variant that gets the defect. */
  readonly base?: string;
  /** The profile under which it is a defect; elsewhere it is lawful. */
  readonly profile?: string;
}

export function row<const Id extends string>(row: DefectRow<Id>): DefectRow<Id> {
  return row;
}
