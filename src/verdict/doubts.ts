import type { Obstacle } from '../record/obstacle.ts';
import { obstacleInWords } from './obstacle-words.ts';
import type { Finding, Preflight, RunRecord } from '../record/schema.ts';
import { belowMark } from './coverage-mark.ts';
import { countStatuses, isAnyJudged } from './status.ts';

/** As much of a record as its end follows from. */
export type Course = Pick<
  RunRecord,
  'started' | 'coverage' | 'preflights' | 'findings' | 'fuzzed' | 'quirks' | 'comparisons'
>;

/** What speaks against a target although no finding shows it. */
export function targetDoubts(course: Course, target: string): readonly string[] {
  return [...errorsOf(course.preflights, target).map(obstacleInWords), ...otherDoubts(course, target)];
}

/** Those beside the errors. */
export function otherDoubts(course: Course, target: string): readonly string[] {
  const own = course.fuzzed.filter((summary) => summary.target === target);
  return [
    ...leftOutIn(course, target),
    ...[belowMark(course, target) ?? []].flat(),
    ...(isTargetJudged(course, target) ? [] : ['No case was judged.']),
    ...own.flatMap(({ lost = [] }) => lost.map((why) => `Fuzzing could not go on at ${why}.`)),
  ];
}

/** What was selected, and came to no finding since nothing works at its place. */
function leftOutIn({ preflights, findings }: Course, target: string): readonly string[] {
  const left = preflights.filter((preflight) => preflight.target === target).flatMap(({ leftOut = [] }) => leftOut);
  const total = left.reduce((sum, { count }) => sum + count, 0);
  const places = left.map(({ place, count }) => `${count} at ${place}`).join(', ');
  if (total === 0) return [];
  const judged = findings.filter((finding) => finding.target === target && isAnyJudged([finding]));
  const others = [...Map.groupBy(judged, ({ place }) => place)].map(([place, own]) => `${own.length} at ${place}`);
  const rest = others.length === 0 ? '' : ` Judged all the same: ${others.join(', ')}.`;
  return [`Not run, since nothing works there: ${total} cases and watches (${places}).${rest}`];
}

/** Findings by which nothing can be concluded. */
export function missedCases(findings: readonly Finding[], target: string): readonly string[] {
  const { blocked, error } = countStatuses(findings.filter((finding) => finding.target === target));
  const missed = blocked + error;
  return missed === 0 ? [] : [`${missed} ${missed === 1 ? 'case' : 'cases'} could not be judged.`];
}

/** What kept all of a target, or some places of it, from being judged. */
export function errorsOf(preflights: readonly Preflight[], target: string): readonly Obstacle[] {
  const obstacles = preflights.filter((preflight) => preflight.target === target).flatMap((one) => one.obstacles);
  return obstacles.filter(({ severity }) => severity === 'error');
}

/** Something was seen and weighed: a case, a plan of fuzzing; or it was measured, where nothing else was asked for. */
export function isTargetJudged(course: Course, target: string): boolean {
  return (
    isTargetMeasured(course, target) ||
    isAnyJudged(course.findings.filter((finding) => finding.target === target)) ||
    course.fuzzed.some((summary) => summary.target === target && summary.plans.agrees > 0)
  );
}

export function isTargetMeasured(course: Course, target: string): boolean {
  return isMeasuredOnly(course) && course.quirks.some((quirks) => quirks.target === target);
}

/** Nothing was to be judged, and nothing was. */
export function isMeasuredOnly({ started, findings, fuzzed, quirks }: Course): boolean {
  return started.measuresOnly === true && findings.length === 0 && fuzzed.length === 0 && quirks.length > 0;
}
