import type { Outcome } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { Opinion } from './opinion.ts';
import { breach, kept } from './policy.ts';

/** Many requests sent at one moment, round after round: what became of each. */
export type Burst = { readonly times: number; readonly rounds: readonly (readonly Outcome[])[] };

/** At most one of a round may be accepted; rounds in which none was, or nothing was refused, tell nothing. */
export function opinionOnBurst(burst: Burst, severity: Severity): Opinion {
  const text = burstText(burst);
  const { rounds } = burst;
  if (rounds.some((round) => count(round, 'accepted') > 1))
    return { verdict: breach[severity], reason: `${text}.`, attribution: 'paired' };
  const crashes = rounds.flat().filter((outcome) => outcome.class === 'crashed');
  if (crashes[0] !== undefined) {
    const reason = `${text}; ${crashes.length} answered ${crashes[0].text}: a crash, not a refusal.`;
    return { verdict: 'warn', reason, attribution: 'paired' };
  }
  const tells = rounds.some((round) => count(round, 'accepted') === 1 && refusals(round) > 0);
  if (tells) return { verdict: kept(severity), reason: `${text}.`, attribution: 'paired' };
  const others = [...new Set(rounds.flat().map((outcome) => outcome.text))].slice(0, 3).join(', ');
  return { verdict: 'blocked', reason: `${text}, which tells nothing (${others}).`, attribution: 'weak' };
}

export function burstText({ times, rounds }: Burst): string {
  const accepted = rounds.map((round) => count(round, 'accepted'));
  return `Accepted ${accepted.join(', ')} of ${times} sent at once`;
}

function count(round: readonly Outcome[], kind: Outcome['class']): number {
  return round.filter((outcome) => outcome.class === kind).length;
}

function refusals(round: readonly Outcome[]): number {
  return count(round, 'refused') + count(round, 'challenged');
}
