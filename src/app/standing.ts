import type { Finding, FuzzSummary, Verdict } from '../record/schema.ts';
import { notRunText } from '../runner/run-target.ts';

/** A campaign has judged a target when at least one plan was answered as a correct server answers it. */
export function isCampaignJudged({ plans }: Pick<FuzzSummary, 'plans'>): boolean {
  return plans.agrees > 0;
}

/** No case of its place could run. The preflight has reported the reason. */
export function isNotRun({ reason }: Finding): boolean {
  return reason.startsWith(notRunText);
}

/** How a recorded case stands now. `BROKEN`: it passed before. */
export type CaseStanding = 'FIXED' | 'SAME' | 'BROKEN' | 'FAILED' | 'ERROR';

export function caseStanding(before: Verdict, now: Verdict): CaseStanding {
  if (now === 'blocked' || now === 'error' || now === 'skip') return 'ERROR';
  if (isBroken(now)) return isBroken(before) ? 'FAILED' : 'BROKEN';
  return isBroken(before) ? 'FIXED' : 'SAME';
}

function isBroken(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn';
}

/** `undefined`: the case was not run. */
export function caseExitCode(now: Verdict | undefined): number {
  return now === undefined ? 3 : { pass: 0, note: 0, skip: 3, warn: 1, fail: 1, blocked: 3, error: 3 }[now];
}

export const findingStandings = ['FAILED', 'UNSTABLE', 'ERROR', 'FIXED'] as const;
/** How a finding of fuzzing stands now. */
export type FindingStanding = (typeof findingStandings)[number];

export function findingStanding({ verdict, fuzz }: Finding): FindingStanding {
  if (fuzz !== undefined && fuzz.seen > 0) return fuzz.seen === fuzz.of ? 'FAILED' : 'UNSTABLE';
  return verdict === 'pass' || verdict === 'note' ? 'FIXED' : 'ERROR';
}

/** 0: all are fixed; 1: at least one is not; 3: one could not be judged, or there was none. */
export function findingsExitCode(all: readonly FindingStanding[]): number {
  if (all.includes('FAILED') || all.includes('UNSTABLE')) return 1;
  return all.length === 0 || all.includes('ERROR') ? 3 : 0;
}
