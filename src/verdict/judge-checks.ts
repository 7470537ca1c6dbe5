import type { Assertion, Verdict } from '../record/schema.ts';
import type { Case } from '../suite/schema.ts';
import { evaluate } from './checks.ts';
import type { JudgedStep } from './judge-step.ts';
import { breach, cap, type GradedRequirement } from './policy.ts';

/**
 * Judges the checks of a step whose outcome is of the kind that they speak of: what a throttled, crashed or accepted
 * answer looks like says nothing about how a fault is refused, and the other way round.
 */
export function judgeChecks(
  step: JudgedStep,
  subject: Pick<Case, 'atMost'>,
  requirements: readonly GradedRequirement[],
): readonly Assertion[] {
  const { answer, id, outcome } = step.tested;
  return (step.spec.checks ?? []).flatMap(({ requirement, that, atMost }, index): readonly Assertion[] => {
    const graded = requirements.find((row) => row.id === requirement);
    // Of another role than the place's, or of a profile that is not selected.
    if (graded === undefined) return [];
    const common = { requirement: graded.id, exchange: id };
    if (answer === undefined) return [{ ...common, verdict: 'error', expected: 'an answer', got: outcome.text }];
    const { ok, expected, got, atMost: softened } = step.carried?.get(index) ?? evaluate(that, answer);
    if (!isOfTheKind(step)) return [{ ...common, verdict: 'skip', expected, got: outcome.text }];
    if (ok === undefined) return [{ ...common, verdict: 'skip', expected, got }];
    const severity = cap(cap(cap(graded.severity, atMost), subject.atMost), softened);
    const verdict: Verdict = ok ? 'pass' : breach[severity];
    return [{ ...common, verdict, expected, got }];
  });
}

function isOfTheKind({ spec, tested }: JudgedStep): boolean {
  const { class: kind } = tested.outcome;
  switch (spec.expect) {
    case 'accept':
      return kind === 'accepted';
    case 'refuse':
      return kind === 'refused' || kind === 'challenged';
    case 'challenge':
      return kind === 'challenged';
    case 'observe':
    case 'once':
      return kind === 'accepted' || kind === 'refused' || kind === 'challenged';
    default:
      spec.expect satisfies never;
      return false;
  }
}
