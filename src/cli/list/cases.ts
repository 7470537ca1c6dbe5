import { findClientRequirement, isInSection, requirementsAt, roleOf, type Requirement } from '../../suite/catalogue.ts';
import type { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import type { Case, Suite, Watch } from '../../suite/schema.ts';
import { cap } from '../../verdict/policy.ts';
import { alignedRows, type Paint } from '../terminal.ts';

/** The filters of `list`. An absent member filters nothing. */
export type ListFilter = {
  readonly suite?: readonly string[];
  readonly section?: readonly string[];
  readonly level?: readonly string[];
  readonly role?: 'as' | 'rs' | 'client';
};

/** A case or a watch, with its places and requirements after the filter. */
export type ListedCase = {
  readonly suite: Suite;
  readonly entry: Case | Watch | ClientCase | ClientWatch;
  readonly places: readonly string[];
  readonly requirements: readonly Requirement[];
};

export function listedCases(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  filter: ListFilter,
): readonly ListedCase[] {
  const chosen = suites.filter(({ id }) => filter.suite === undefined || filter.suite.includes(id));
  const entries = chosen.flatMap((suite) =>
    [...suite.cases, ...(suite.watches ?? [])].map((entry) => ({ suite, entry })),
  );
  const ofServers = entries
    .map(({ suite, entry }): ListedCase => {
      const places = entry.at.filter((place) => filter.role === undefined || roleOf(place) === filter.role);
      const rows = places.flatMap((place) => requirementsAt(catalogue, entry.requirements, place));
      return { suite, entry, places, requirements: [...new Set(rows)] };
    })
    .filter(({ places, requirements }) => places.length > 0 && fits(requirements, filter));
  return [...ofServers, ...clientEntries(chosen, catalogue, filter)];
}

function clientEntries(
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  filter: ListFilter,
): readonly ListedCase[] {
  if (filter.role !== undefined && filter.role !== 'client') return [];
  return suites
    .flatMap((suite) =>
      [...(suite.clientCases ?? []), ...(suite.clientWatches ?? [])].map((entry): ListedCase => {
        const requirements = entry.requirements.flatMap((id) => findClientRequirement(catalogue, id) ?? []);
        return { suite, entry, places: [`client at ${entry.place}`], requirements };
      }),
    )
    .filter(({ requirements }) => fits(requirements, filter));
}

/** Selects as `run` does: by the section of any requirement, and by the level of the first one. */
function fits(requirements: readonly Requirement[], { section, level }: ListFilter): boolean {
  const [main] = requirements;
  const inSection = (wanted: string) => requirements.some((row) => isInSection(row.section, wanted));
  const ofLevel = (wanted: string) => main?.level.toLowerCase() === wanted.toLowerCase();
  return (section === undefined || section.some(inSection)) && (level === undefined || level.some(ofLevel));
}

export function caseLines(cases: readonly ListedCase[], paint: Paint): readonly string[] {
  const rows = alignedRows(cases.map((listed) => caseRow(listed, paint)));
  const lines = cases.flatMap(({ suite }, index) => {
    const heading = cases[index - 1]?.suite === suite ? [] : [...(index === 0 ? [] : ['']), suiteHeading(suite, paint)];
    return [...heading, `  ${rows[index] ?? ''}`];
  });
  return [...lines, ...(lines.length > 0 ? [''] : []), `${cases.length} cases`];
}

function suiteHeading(suite: Suite, paint: Paint): string {
  return `${paint('bold', suite.id)}  ${suite.title} ${paint('dim', `(${suite.section})`)}`;
}

function caseRow({ entry, places, requirements }: ListedCase, paint: Paint): readonly string[] {
  const lane = 'lane' in entry && entry.lane === 'slow' ? ' (slow)' : '';
  return [entry.id, severityOf(entry, requirements[0]), paint('dim', places.join(' ')), `${entry.title}${lane}`];
}

/** The severity of a breach of the case's own requirement, before profiles and `--strict`. */
function severityOf({ atMost }: Pick<Case, 'atMost'>, main: Requirement | undefined): string {
  return main === undefined ? '' : cap(main.severity, atMost);
}

export function casesJson(cases: readonly ListedCase[]): readonly unknown[] {
  return cases.map(({ suite, entry, places, requirements }) => ({
    id: entry.id,
    suite: suite.id,
    title: entry.title,
    kind: 'that' in entry ? 'watch' : 'case',
    lane: 'lane' in entry ? (entry.lane ?? 'fast') : 'fast',
    places,
    severity: severityOf(entry, requirements[0]),
    requirements: requirements.map(({ id, role, section, level, severity }) => ({
      id,
      role,
      section,
      level,
      severity,
    })),
  }));
}
