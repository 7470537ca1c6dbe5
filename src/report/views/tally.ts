import { statuses, type Status } from '../../verdict/status.ts';
import type { CoverageGroup } from './coverage.ts';
import type { RequirementView } from './requirements.ts';

/** How the rules that were asked stand, each counted once, by the worst that was seen of it. */
export type Tally = {
  readonly broken: number;
  readonly warned: number;
  readonly waived: number;
  readonly held: number;
  readonly unjudged: number;
};

type Graded = readonly { readonly status?: Status }[];

/** Without the list of all rules, as in the record of a replay, those that its cases name. */
export function tallyOf(coverage: readonly CoverageGroup[], requirements: readonly RequirementView[]): Tally {
  const rows: readonly Graded[] =
    coverage.length > 0
      ? coverage.flatMap((group) => group.rows.filter(({ isAsked }) => isAsked).map(({ results }) => results))
      : requirements.map(({ results }) => results);
  const places = rows.map(placeOf);
  const count = (wanted: keyof Tally): number => places.filter((place) => place === wanted).length;
  return {
    broken: count('broken'),
    warned: count('warned'),
    waived: count('waived'),
    held: count('held'),
    unjudged: count('unjudged'),
  };
}

const placeOfStatus: Readonly<Record<Status, keyof Tally>> = {
  fail: 'broken',
  error: 'unjudged',
  blocked: 'unjudged',
  warn: 'warned',
  waived: 'waived',
  note: 'held',
  pass: 'held',
  skip: 'unjudged',
};

/** What is broken anywhere is broken; what could be judged nowhere is not judged. */
function placeOf(results: Graded): keyof Tally {
  const seen = new Set(results.flatMap(({ status }) => status ?? []));
  const judged = statuses.filter((status) => placeOfStatus[status] !== 'unjudged');
  const worst = judged.find((status) => seen.has(status));
  return worst === undefined ? 'unjudged' : placeOfStatus[worst];
}
