import type { Coverage } from '../../record/coverage.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { requirementKey, type RequirementView } from './requirements.ts';
import { type SpecPart, specParts } from '../text/spec-link.ts';
import type { Status } from '../../verdict/status.ts';
import { defined } from '../../defined.ts';

/** What became of a requirement in a run. */
export type Fate = 'judged' | 'skipped' | 'not run' | 'excluded';
export const fates: readonly Fate[] = ['judged', 'skipped', 'not run', 'excluded'];

/** What became of it at one target: a verdict, or why there is none. */
export type CoverageResult = { readonly fate: Fate; readonly status?: Status; readonly why?: string };

export type CoverageRowView = {
  readonly id: string;
  readonly level: string;
  readonly role: string;
  readonly summary: string;
  readonly spec: readonly SpecPart[];
  /** Where the row comes from, if not from the text of its section. */
  readonly provenance?: string;
  /** Whether it is about a target of the run, by its role and the profiles that were selected. */
  readonly isAsked: boolean;
  /** In the order of the targets. */
  readonly results: readonly CoverageResult[];
};

export type CoverageGroup = {
  readonly heading: string;
  readonly counts: Readonly<Record<Fate, number>>;
  readonly rows: readonly CoverageRowView[];
};

type Row = Coverage['rows'][number];

/** Every requirement for servers and what became of it, section by section; empty where the record has no coverage. */
export function coverageGroups(
  { started, coverage, findings }: RunRecord,
  requirements: readonly RequirementView[],
): readonly CoverageGroup[] {
  const views = new Map(requirements.map((view) => [requirementKey(view.requirement), view]));
  const skips = skipReasons(findings);
  const rows = (coverage?.rows ?? []).map((row) => {
    const results = started.targets.map(({ name, roles }): CoverageResult => {
      const status = views.get(requirementKey(row))?.results.find(({ target }) => target === name)?.status;
      const why = skips.get(`${name} ${requirementKey(row)}`);
      if (status === 'skip') return defined({ fate: 'skipped' as const, status, why });
      return status === undefined ? unjudged(row, roles) : { fate: 'judged', status };
    });
    const { id, level, role, summary, provenance } = row;
    const isAsked = row.isAsked && started.targets.some(({ roles }) => roles.includes(role));
    const view = { id, level, role, summary, isAsked, spec: specOf(row), results, ...(provenance && { provenance }) };
    return { heading: row.heading, view };
  });
  return [...Map.groupBy(rows, ({ heading }) => heading)].map(([heading, own]) => {
    const group = own.map(({ view }) => view);
    return { heading, counts: countFates(group), rows: group };
  });
}

/** The sections of RFCs that a row names; the document itself where it is none. */
function specOf({ section, link }: Row): readonly SpecPart[] {
  const parts = specParts(section);
  return link === undefined || parts.some(({ href }) => href !== undefined) ? parts : [{ text: section, href: link }];
}

function unjudged(row: Row, roles: readonly string[]): CoverageResult {
  if (row.excluded !== undefined) {
    const { reason, rows } = row.excluded;
    return { fate: 'excluded', why: rows.length === 0 ? reason : `${reason} See ${rows.join(', ')}.` };
  }
  return { fate: 'not run', why: notRun(row, roles) };
}

function notRun({ role, profile, isAsked, cases, isSlow }: Row, roles: readonly string[]): string {
  if (!roles.includes(role))
    return role === 'client'
      ? 'no client is tested'
      : `the target has no ${role === 'as' ? 'authorization' : 'resource'} server`;
  if (!isAsked) return `asked by the profile ${profile}, which is not selected`;
  if (cases === 0) return 'there is no case';
  return isSlow ? 'its cases wait in real time (--slow)' : 'not among the cases of this run';
}

/** Why cases of a requirement did not apply, by target and requirement; the first reason stands for all. */
function skipReasons(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const skipped = findings.filter(({ verdict }) => verdict === 'skip').toReversed();
  return new Map(
    skipped.flatMap(({ target, requirements, reason }) =>
      requirements.map((requirement) => [`${target} ${requirementKey(requirement)}`, reason] as const),
    ),
  );
}

/** A requirement judged at one target counts as judged. */
export function countFates(rows: readonly CoverageRowView[]): Readonly<Record<Fate, number>> {
  const best = rows.map(({ results }) => fates.find((fate) => results.some((result) => result.fate === fate)));
  const of = (wanted: Fate) => best.filter((fate) => fate === wanted).length;
  return { judged: of('judged'), skipped: of('skipped'), 'not run': of('not run'), excluded: of('excluded') };
}
