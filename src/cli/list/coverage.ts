import { type CoverageCounts, type CoverageRow, countCoverage } from '../../suite/coverage.ts';
import { exclusionKinds } from '../../suite/exclusion.ts';
import { type Grid, isAboutProofs } from '../../suite/grid.ts';
import { alignedRows, type Paint } from '../terminal.ts';

/** Every row, with the cases that cover it or the reason why none does, and the totals of each section. */
export function coverageLines(rows: readonly CoverageRow[], paint: Paint): readonly string[] {
  const set = alignedRows(rows.map((row) => [row.row.id, row.row.role, row.row.level, howCovered(row, paint)]));
  const lines = rows.flatMap(({ section }, index) => {
    const own = rows.filter((other) => other.section === section);
    const isFirst = rows[index - 1]?.section !== section;
    const heading = `${paint('bold', section)}  ${paint('dim', counted(countCoverage(own)))}`;
    return [...(isFirst ? [...(index === 0 ? [] : ['']), heading] : []), `  ${set[index] ?? ''}`];
  });
  return [...lines, ...(lines.length > 0 ? [''] : []), counted(countCoverage(rows))];
}

/** How many cases are tried at each grant, kind of client, endpoint, method and resource. A dash is a hole. */
function gridCells({ row, grid = {} }: CoverageRow, paint: Paint): readonly string[] {
  const isAboutAll = isAboutProofs(row, grid);
  return gridEntries(grid)
    .filter(([, ids]) => isAboutAll || ids.length > 0)
    .map(([column, ids]) => (ids.length === 0 ? paint('dim', `${column} –`) : `${column} ${ids.length}`));
}

/** The column for other places is shown only where a case stands in it. */
function gridEntries(grid: Grid): readonly (readonly [string, readonly string[]])[] {
  return Object.entries(grid).filter(([column, ids]) => column !== 'elsewhere' || ids.length > 0);
}

function howCovered(covered: CoverageRow, paint: Paint): string {
  const { cases, exclusion } = covered;
  if (cases.length > 0) return [numberOf(cases), ...gridCells(covered, paint)].join('  ');
  return paint('dim', exclusion === undefined ? 'not covered' : reasonOf(exclusion));
}

function numberOf(cases: readonly string[]): string {
  return cases.length === 1 ? '1 case' : `${cases.length} cases`;
}

function reasonOf({ kind, reason, rows }: NonNullable<CoverageRow['exclusion']>): string {
  return `${exclusionKinds[kind]}${rows === undefined ? '' : ` (${rows.join(', ')})`}. ${reason}`;
}

function counted({ rows, cases, excluded }: CoverageCounts): string {
  const open = rows - cases - excluded;
  const parts = [`${cases} with cases`, `${excluded} excluded`, ...(open > 0 ? [`${open} not covered`] : [])];
  return `${rows} ${rows === 1 ? 'requirement' : 'requirements'}: ${parts.join(', ')}`;
}

export function coverageMarkdown(rows: readonly CoverageRow[]): string {
  const sections = [...Map.groupBy(rows, ({ section }) => section)];
  const totals = sections.map(([name, own]) => {
    const { rows: all, cases, excluded } = countCoverage(own);
    return `| ${name} | ${all} | ${cases} | ${excluded} |`;
  });
  const tables = sections.map(([name, own]) => [
    `## ${name}`,
    '',
    '| Requirement | Role | Level | What it asks | Covered by | Where |',
    '|---|---|---|---|---|---|',
    ...own.map(({ row, cases, exclusion, grid = {} }) => {
      const how = cases.length > 0 ? cases.join(', ') : exclusion === undefined ? 'not covered' : reasonOf(exclusion);
      const where = gridEntries(grid).map(([column, ids]) => `${column} ${ids.length === 0 ? '–' : ids.length}`);
      return `| ${row.id} | ${row.role} | ${row.level} | ${cell(row.summary)} | ${cell(how)} | ${where.join(', ')} |`;
    }),
  ]);
  const head = ['# Coverage', '', counted(countCoverage(rows)), '', '| Section | Rows | With cases | Excluded |'];
  return [[...head, '|---|--:|--:|--:|', ...totals], ...tables].map((lines) => lines.join('\n')).join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

export function coverageJson(rows: readonly CoverageRow[]): readonly unknown[] {
  return rows.map(({ row, section, cases, exclusion, grid }) => ({
    id: row.id,
    section,
    level: row.level,
    role: row.role,
    profile: row.profile,
    summary: row.summary,
    cases,
    grid: grid ?? null,
    excluded: exclusion === undefined ? null : { kind: exclusion.kind, reason: exclusion.reason, rows: exclusion.rows },
  }));
}
