import type { HarnessErrorCode } from '../errors.ts';
import type { RunFinished } from '../record/schema.ts';
import type { GateWord } from '../record/scope.ts';
import { isAgainst, type Weighed } from './against.ts';
import { isUnsure } from './judgement.ts';

/** What Proofmark ends with. */
export const exitCodes = { met: 0, findings: 1, usage: 2, incomplete: 3, staleWaiver: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type RunEnd = {
  readonly findings: readonly Weighed[];
  readonly failOn: readonly GateWord[];
  /** Cases that the base judged and that this run does not have. */
  readonly missing: number;
  readonly staleWaivers: number;
  readonly ended: RunFinished['ended'];
  /** Targets of which no case was judged. */
  readonly unjudged: number;
  /** Problems that kept whole targets or places from being judged. */
  readonly problems: number;
};

export function exitCodeOf(end: RunEnd): ExitCode {
  if (end.ended === 'interrupted') return exitCodes.interrupted;
  const isMissed = end.missing > 0 && end.failOn.includes('skip');
  if (isMissed || end.findings.some((finding) => isAgainst(finding, end))) return exitCodes.findings;
  const open = end.findings.filter(({ waiver }) => waiver === undefined);
  const isLacking = open.some(({ verdict }) => isUnsure(verdict)) || end.problems > 0 || end.unjudged > 0;
  if (isLacking || end.ended === 'aborted') return exitCodes.incomplete;
  return end.staleWaivers > 0 ? exitCodes.staleWaiver : exitCodes.met;
}

/** Of a look at targets before a run: `incomplete` where something keeps cases from being judged. */
export function exitCodeOfExamination({
  isReady,
  isInterrupted,
}: Readonly<Record<'isReady' | 'isInterrupted', boolean>>): ExitCode {
  if (isInterrupted) return exitCodes.interrupted;
  return isReady ? exitCodes.met : exitCodes.incomplete;
}

/** Where an error ended the program: what the user can mend is bad usage, everything else leaves the work incomplete. */
export function exitCodeOfError(code: HarnessErrorCode): ExitCode {
  switch (code) {
    case 'ERR_TARGET_UNREACHABLE':
    case 'ERR_TARGET_LAUNCH':
    case 'ERR_TOKEN_REQUEST':
    case 'ERR_TOKEN_REFUSED':
    case 'ERR_LOGIN':
    case 'ERR_OUTPUT':
    case 'ERR_INTERNAL':
      return exitCodes.incomplete;
    case 'ERR_USAGE':
    case 'ERR_TARGET_INVALID':
    case 'ERR_SUITE_INVALID':
    case 'ERR_RECORD_INVALID':
    case 'ERR_WAIVER_INVALID':
      return exitCodes.usage;
    default:
      code satisfies never;
      return exitCodes.incomplete;
  }
}
