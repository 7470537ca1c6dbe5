import type { Outcome } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { StepVerdict } from './step-verdict.ts';
import { breach, kept } from './policy.ts';

/** One request of a burst, by the id of its exchange. */
export type Shot = { readonly id: string; readonly outcome: Outcome };

/** Many requests sent at one moment, round after round: what became of each. */
export type Burst = { readonly times: number; readonly rounds: readonly (readonly Shot[])[] };

/** At most one of a round may be accepted; a round in which none was accepted, or none refused, shows nothing. */
export function verdictOnBurst(burst: Burst, severity: Severity): StepVerdict {
  const text = burstText(burst);
  const rounds = outcomesOf(burst);
  if (rounds.some((round) => count(round, 'accepted') > 1))
    return { verdict: breach[severity], reason: `${text}.`, attribution: 'paired' };
  const crashes = rounds.flat().filter((outcome) => outcome.class === 'crashed');
  if (crashes[0] !== undefined) {
    const reason = `${text}; ${crashes.length} answered ${crashes[0].text}: a crash, not a refusal.`;
    return { verdict: 'warn', reason, attribution: 'paired' };
  }
  const isShown = rounds.some((round) => count(round, 'accepted') === 1 && refusals(round) > 0);
  if (isShown) return { verdict: kept(severity), reason: `${text}.`, attribution: 'paired' };
  const others = [...new Set(rounds.flat().map((outcome) => outcome.text))].slice(0, 3).join(', ');
  return { verdict: 'blocked', reason: `${text}, which shows nothing (${others}).`, attribution: 'weak' };
}

export function burstText(burst: Burst): string {
  const { times } = burst;
  const accepted = outcomesOf(burst).map((round) => count(round, 'accepted'));
  return `Accepted ${accepted.join(', ')} of ${times} sent at once`;
}

function outcomesOf({ rounds }: Burst): readonly (readonly Outcome[])[] {
  return rounds.map((round) => round.map(({ outcome }) => outcome));
}

function count(round: readonly Outcome[], kind: Outcome['class']): number {
  return round.filter((outcome) => outcome.class === kind).length;
}

function refusals(round: readonly Outcome[]): number {
  return count(round, 'refused') + count(round, 'challenged');
}
