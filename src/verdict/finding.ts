import type { Assertion, Verdict } from '../record/schema.ts';
import { chosenKey } from '../suite/chosen-key.ts';
import type { Case } from '../suite/schema.ts';
import { judgeChecks } from './judge-checks.ts';
import { type JudgedStep, judgeStep, type StepJudgement } from './judge-step.ts';
import type { Judgement } from './judgement.ts';
import { cap, type GradedRequirement } from './policy.ts';

/** The one function that turns what was seen into a verdict. `steps` is never empty. */
export function judgeCase(
  subject: Pick<Case, 'fault' | 'atMost' | 'session'>,
  requirements: readonly GradedRequirement[],
  steps: readonly JudgedStep[],
  expectedSteps: number,
): Judgement {
  const main = requirements[0];
  if (main === undefined) throw new TypeError('a case without a requirement cannot be judged');
  const severity = cap(main.severity, subject.atMost);
  const judged = steps.map((step, index) =>
    judgeStep(step, {
      requirement: main.id,
      severity: cap(severity, isOfChosenAlg(subject, step) ? 'warn' : undefined),
      fault: subject.fault,
      isLast: index === expectedSteps - 1,
      isOfChosenAlg: isOfChosenAlg(subject, step),
    }),
  );
  const checks = steps.flatMap((step) => judgeChecks(step, subject, requirements));
  const assertions = [...judged.map(({ assertion }) => assertion), ...checks];
  const verdict = worst(assertions.map((assertion) => assertion.verdict));
  const missed = verdict === 'pass' ? unseen(main.id, checks) : undefined;
  if (missed !== undefined) return { verdict: 'skip', reason: `Nothing to judge. ${spell(missed)}`, assertions };
  const leading = leadingStep(judged, verdict);
  const attribution = leading?.attribution ?? judged.findLast((step) => step.attribution !== undefined)?.attribution;
  const reason = leading?.reason ?? spell(checks.find((check) => check.verdict === verdict));
  return { verdict, ...(attribution === undefined ? {} : { attribution }), reason, assertions };
}

/** Which algorithms a server takes is its own policy (RFC 9449 §4.3 check 5): to refuse one breaks no harder rule. */
function isOfChosenAlg({ session }: Pick<Case, 'session'>, { spec, before }: JudgedStep): boolean {
  // A key of another kind was accepted with the same algorithm, so the refusal is of this kind of key.
  const isOfKind = session?.keyKind !== undefined && before?.outcome.class === 'accepted';
  return spec.expect === 'accept' && chosenKey(session) !== undefined && !isOfKind;
}

const rank: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'note', 'pass', 'skip'];

function worst(found: readonly Verdict[]): Verdict {
  return rank.find((verdict) => found.includes(verdict)) ?? 'skip';
}

/** The reason of a breach is that of the first step that shows it; of anything else, that of the last step, which the case is about. */
function leadingStep(judged: readonly StepJudgement[], verdict: Verdict): StepJudgement | undefined {
  return verdict === 'pass' || verdict === 'note'
    ? judged.findLast((step) => step.verdict === verdict)
    : judged.find((step) => step.verdict === verdict);
}

/** The answer of the expected kind alone is no pass for a case whose checks prove its requirement and saw nothing. */
function unseen(requirement: string, checks: readonly Assertion[]): Assertion | undefined {
  const own = checks.filter((check) => check.requirement === requirement);
  return own.every(({ verdict }) => verdict === 'skip') ? own[0] : undefined;
}

function spell(check: Assertion | undefined): string {
  return `Expected ${check?.expected ?? 'nothing'}; got ${check?.got ?? 'nothing'}.`;
}
