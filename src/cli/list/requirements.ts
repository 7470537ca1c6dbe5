import { isInSection, type Requirement, isLevel } from '../../suite/catalogue.ts';
import { casesByRequirement } from '../../suite/coverage.ts';
import type { Suite } from '../../suite/schema.ts';
import type { ListFilter } from './cases.ts';
import { alignedRows, type Paint } from '../terminal.ts';

export type ListedRequirement = { readonly row: Requirement; readonly cases: readonly string[] };

export function listedRequirements(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  { suite, section, level, role }: ListFilter,
): readonly ListedRequirement[] {
  const chosen = suites.filter(({ id }) => suite === undefined || suite.includes(id));
  const covered = casesByRequirement(chosen, catalogue);
  return catalogue
    .filter((row) => section === undefined || section.some((wanted) => isInSection(row.section, wanted)))
    .filter((row) => level === undefined || level.some((wanted) => isLevel(row.level, wanted)))
    .filter((row) => role === undefined || row.role === role)
    .filter((row) => suite === undefined || covered.has(row))
    .map((row) => ({ row, cases: covered.get(row) ?? [] }));
}

export function requirementLines(listed: readonly ListedRequirement[], paint: Paint): readonly string[] {
  const rows = listed.map(({ row, cases }) => [
    row.id,
    row.role,
    row.level,
    row.severity,
    row.provenance,
    cases.length === 0 ? paint('dim', '–') : `${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`,
    row.summary,
  ]);
  const covered = listed.filter(({ cases }) => cases.length > 0).length;
  const lines = alignedRows(rows);
  return [...lines, ...(lines.length > 0 ? [''] : []), `${listed.length} requirements, ${covered} with a case`];
}

export function requirementsJson(listed: readonly ListedRequirement[]): readonly unknown[] {
  return listed.map(({ row, cases }) => ({ ...row, cases }));
}
