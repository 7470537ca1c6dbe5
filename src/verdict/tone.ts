import type { RunFinished, Tone } from '../record/schema.ts';
import { isAgainst } from './against.ts';
import { type Course, isMeasuredOnly, isTargetMeasured, missedCases, targetDoubts } from './doubts.ts';
import { missingAt } from './skips.ts';
import { isWhole, scopeOfRun, scopeOfTarget } from './scope.ts';

type End = Pick<RunFinished, 'ended' | 'exitCode' | 'staleWaivers' | 'message'>;

/**
 * How a run may look. Unlike the exit code, the tone follows from all that is in the record: a code of 0 makes nothing good
 * by itself. `end` is missing where the run was killed.
 */
export function toneOfRun(course: Course, end: End | undefined): Tone {
  const targets = course.started.targets.map(({ name }) => name);
  if (targets.some((target) => isBroken(course, target)) || end?.exitCode === 1) return 'bad';
  const isEnded = end?.ended === 'complete' && end.message === undefined && end.staleWaivers.length === 0;
  const isConclusive = isEnded && end.exitCode === 0 && targets.length > 0;
  if (!isConclusive || targets.some((target) => isDoubtful(course, target))) return 'unsure';
  if (isMeasuredOnly(course)) return 'measured';
  return isWhole(scopeOfRun(course)) ? 'good' : 'partial';
}

export function toneOfTarget(course: Course, target: string, end: Pick<End, 'ended'> | undefined): Tone {
  if (isBroken(course, target)) return 'bad';
  if (end?.ended !== 'complete' || isDoubtful(course, target)) return 'unsure';
  if (isTargetMeasured(course, target)) return 'measured';
  return isWhole(scopeOfTarget(course, target)) ? 'good' : 'partial';
}

function isDoubtful(course: Course, target: string): boolean {
  return targetDoubts(course, target).length > 0 || missedCases(course.findings, target).length > 0;
}

function isBroken(course: Course, target: string): boolean {
  const { started, findings } = course;
  const isMissed = started.failOn.includes('skip') && missingAt(course, target).length > 0;
  return isMissed || findings.some((finding) => finding.target === target && isAgainst(finding, started));
}
