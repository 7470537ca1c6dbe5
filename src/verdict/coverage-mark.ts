import type { RunRecord } from '../record/schema.ts';
import { isJudged } from './judgement.ts';

type Covered = Pick<RunRecord, 'started' | 'coverage' | 'findings'>;

/** Where fewer of the rules that are asked of a target were judged than the run has to judge: a sentence that says so. */
export function belowMark({ started, coverage, findings }: Covered, target: string): string | undefined {
  const { minJudged, targets, scope } = started;
  if (minJudged === undefined || coverage === undefined) return undefined;
  const roles = targets.find(({ name }) => name === target)?.roles ?? [];
  const asked = coverage.rows.filter(
    ({ role, isAsked, isSlow, excluded }) =>
      isAsked && roles.includes(role) && excluded === undefined && (scope.slow || !isSlow),
  );
  const own = findings.filter((finding) => finding.target === target && isJudged(finding.verdict));
  const judged = new Set(own.flatMap(({ role, requirements }) => requirements.map(({ id }) => `${role} ${id}`)));
  const count = asked.filter(({ role, id }) => judged.has(`${role} ${id}`)).length;
  const percent = asked.length === 0 ? 100 : Math.floor((100 * count) / asked.length);
  if (percent >= minJudged) return undefined;
  return `Only ${percent} % of the ${asked.length} rules that are asked of it were judged; ${minJudged} % are due (--min-judged).`;
}
