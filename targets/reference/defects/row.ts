import type { Policy } from '../policy.ts';

export type Role = 'as' | 'rs';

export interface DefectRow<Id extends string = string> {
  readonly id: Id;
  readonly requirements: string;
  readonly summary: string;
  readonly only?: Role;
  /** The variant that the defect is planted in. */
  readonly base?: string;
  /** The defect is nothing but another policy, lawful elsewhere. */
  readonly policy?: Partial<Policy>;
}

/**
 * Requirement ids are separated by spaces; those of RFC 9449 are written without its name (`PM-` rows are of no RFC), `*` stands for the role, and
 * `as:` or `rs:` in front keeps an id for that role.
 */
export function row<const Id extends string>(
  id: Id,
  requirements: string,
  summary: string,
  extra: Pick<DefectRow, 'only' | 'base' | 'policy'> = {},
): DefectRow<Id> {
  return { id, requirements, summary, ...extra };
}

export function requirementIds(row: DefectRow, role: Role): readonly string[] {
  return row.requirements
    .split(' ')
    .map((id) => /^(?:(as|rs):)?(.*)$/.exec(id) ?? [])
    .filter(([, only]) => only === undefined || only === role)
    .map(([, , id = '']) => (/^[A-Z]/.test(id) ? id : `RFC9449-${id}`).replace('*', role));
}
