import { defectRows, type Defect, type Role } from './defects.ts';
import { brokenBy } from './defects/row.ts';
import type { Policy } from './policy.ts';

export interface Mutant {
  readonly id: string;
  readonly role: Role;
  readonly defect: Defect;
  readonly requirements: readonly string[];
  readonly summary: string;
  readonly base?: string;
  readonly policy?: Partial<Policy>;
}

/** Every server with exactly one defect. A defect that both roles can have gives two mutants. */
export const mutants: readonly Mutant[] = (['as', 'rs'] as const).flatMap((role) =>
  defectRows
    .filter((row) => row.only === undefined || row.only === role)
    .map((row) => ({
      id: `${role}-${row.id}`,
      role,
      defect: row.id,
      requirements: brokenBy(row, role),
      summary: row.summary,
      ...(row.base === undefined ? {} : { base: row.base }),
      ...(row.policy === undefined ? {} : { policy: row.policy }),
    })),
);
