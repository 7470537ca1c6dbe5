import { defined } from '../defined.ts';
import { findClientRequirement, requirementsAt, type Requirement } from './catalogue.ts';
import { type Exclusion, exclusionOf } from './exclusion.ts';
import { type Grid, gridsOf } from './grid.ts';
import type { Suite } from './schema.ts';

/** How a row is covered: by cases and watches, or excluded with a reason. */
export type CoverageRow = {
  readonly row: Requirement;
  /** Heading of the document or, in RFC 9449, the section. */
  readonly section: string;
  /** Ids of the cases and watches that name it. */
  readonly cases: readonly string[];
  readonly exclusion?: Exclusion;
  /** Where its cases are tried. Rows without a case have none. */
  readonly grid?: Grid;
};

/** Ids of the cases and watches that cover each row of the catalogue. */
export function casesByRequirement(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
): ReadonlyMap<Requirement, readonly string[]> {
  const pairs = suites.flatMap((suite) =>
    [...suite.cases, ...(suite.watches ?? [])].flatMap((entry) =>
      entry.at.flatMap((place) =>
        requirementsAt(catalogue, entry.requirements, place).map((row) => ({ row, id: entry.id })),
      ),
    ),
  );
  const ofClients = suites.flatMap((suite) => clientPairs(suite, catalogue));
  const groups = Map.groupBy([...pairs, ...ofClients], ({ row }) => row);
  return new Map([...groups].map(([row, own]) => [row, [...new Set(own.map(({ id }) => id))]]));
}

function clientPairs(
  { clientCases = [], clientWatches = [] }: Suite,
  catalogue: readonly Requirement[],
): readonly { readonly row: Requirement; readonly id: string }[] {
  const entries = [
    ...clientCases.map(({ id, requirements, demandedBy = [], checks }) => ({
      id,
      requirements: [...requirements, ...demandedBy, ...checks.map(({ requirement }) => requirement)],
    })),
    ...clientWatches,
  ];
  return entries.flatMap(({ id, requirements }) =>
    requirements.flatMap((one) => {
      const row = findClientRequirement(catalogue, one);
      return row === undefined ? [] : [{ row, id }];
    }),
  );
}

/** Every row, section by section. */
export function coverageOf(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  exclusions: readonly Exclusion[],
): readonly CoverageRow[] {
  const cases = casesByRequirement(suites, catalogue);
  const grids = gridsOf(suites, catalogue);
  const rows = catalogue.map((row): CoverageRow => {
    const exclusion = exclusionOf(row, exclusions);
    return {
      row,
      section: sectionHeading(row),
      cases: cases.get(row) ?? [],
      ...defined({ exclusion, grid: grids.get(row) }),
    };
  });
  return [...Map.groupBy(rows, ({ section }) => section).values()].flat();
}

/** `RFC9449 4.3 check 9 / 4.2` belongs under `RFC 9449 §4.3`, `FAPI 2.0 Security Profile 5.4.1-1` under the document. */
export function sectionHeading({ section, profile }: Pick<Requirement, 'section' | 'profile'>): string {
  if (profile === 'vendor') return 'Products';
  const { rfc, first } = /^RFC(?<rfc>\d+)(?: (?<first>[\d.]*\d))?/.exec(section)?.groups ?? {};
  if (rfc === '9449') return `RFC 9449 §${first ?? ''}`;
  if (rfc !== undefined) return `RFC ${rfc}`;
  return /^.*?(?=,| "| \(| same | table| §| \d+\.\d+\.\d)/.exec(section)?.[0] ?? section;
}

export type CoverageCounts = { readonly rows: number; readonly cases: number; readonly excluded: number };

export function countCoverage(rows: readonly CoverageRow[]): CoverageCounts {
  return {
    rows: rows.length,
    cases: rows.filter(({ cases }) => cases.length > 0).length,
    excluded: rows.filter(({ cases, exclusion }) => cases.length === 0 && exclusion !== undefined).length,
  };
}
