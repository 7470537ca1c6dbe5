import type { Finding, RunFinished, Tone } from '../record/schema.ts';
import { type Course, isMeasuredOnly, isTargetMeasured, missedCases, targetDoubts } from './doubts.ts';
import { countStatuses } from './status.ts';

type End = Pick<RunFinished, 'ended' | 'exitCode' | 'staleWaivers' | 'message'>;

/**
 * How a run may look. Unlike the exit code, the tone follows from all that is in the record: a code of 0 makes nothing good
 * by itself. `end` is missing where the run was killed.
 */
export function toneOfRun(course: Course, end: End | undefined): Tone {
  const { started, findings } = course;
  if (isBroken(findings, started.failOn) || end?.exitCode === 1) return 'bad';
  const targets = started.targets.map(({ name }) => name);
  const isWhole = end?.ended === 'complete' && end.message === undefined && end.staleWaivers.length === 0;
  const isConclusive = isWhole && end.exitCode === 0 && targets.length > 0;
  if (!isConclusive || targets.some((target) => isDoubtful(course, target))) return 'unsure';
  return isMeasuredOnly(course) ? 'measured' : 'good';
}

export function toneOfTarget(course: Course, target: string, end: Pick<End, 'ended'> | undefined): Tone {
  const own = course.findings.filter((finding) => finding.target === target);
  if (isBroken(own, course.started.failOn)) return 'bad';
  if (end?.ended !== 'complete' || isDoubtful(course, target)) return 'unsure';
  return isTargetMeasured(course, target) ? 'measured' : 'good';
}

function isDoubtful(course: Course, target: string): boolean {
  return targetDoubts(course, target).length > 0 || missedCases(course.findings, target).length > 0;
}

function isBroken(findings: readonly Finding[], failOn: 'fail' | 'warn'): boolean {
  const { fail, warn } = countStatuses(findings);
  return fail > 0 || (failOn === 'warn' && warn > 0);
}
