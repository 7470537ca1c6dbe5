import type { Finding, Verdict } from '../record/schema.ts';
import { exitCodes, type ExitCode } from './exit-code.ts';
import { isBreach } from './judgement.ts';

/**
 * What has become of a recorded finding that was sent again. `FIXED`: broken before, kept now. `SAME`: kept before and now.
 * `FAILED`: broken before and now. `BROKEN`: kept before, broken now. `UNSTABLE`: broken in some tries only. `ERROR`: could not
 * be judged.
 */
export type ReplayStanding = 'FIXED' | 'SAME' | 'FAILED' | 'BROKEN' | 'UNSTABLE' | 'ERROR';

type Judged = Pick<Finding, 'verdict' | 'fuzz'>;

/** Of a case: once before, once now. */
export function standingOfCase(before: Judged, now: Judged): ReplayStanding {
  if (!isSound(now.verdict) && !isBreach(now.verdict)) return 'ERROR';
  const wasBroken = isBreach(before.verdict);
  if (isBreach(now.verdict)) return wasBroken ? 'FAILED' : 'BROKEN';
  return wasBroken ? 'FIXED' : 'SAME';
}

/** Of a finding of fuzzing, which is tried several times. */
export function standingOfFinding({ verdict, fuzz }: Judged): ReplayStanding {
  if (fuzz !== undefined && fuzz.seen > 0) return fuzz.seen === fuzz.of ? 'FAILED' : 'UNSTABLE';
  return isSound(verdict) ? 'FIXED' : 'ERROR';
}

function isSound(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'note';
}

/** Of all that was sent again; nothing sent is nothing judged. */
export function exitCodeOfReplay(standings: readonly ReplayStanding[]): ExitCode {
  const isAnyOf = (...wanted: readonly ReplayStanding[]): boolean => standings.some((one) => wanted.includes(one));
  if (isAnyOf('FAILED', 'UNSTABLE', 'BROKEN')) return exitCodes.findings;
  return standings.length === 0 || isAnyOf('ERROR') ? exitCodes.incomplete : exitCodes.met;
}
