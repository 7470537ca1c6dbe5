import type { Silence } from '../record/basis.ts';
import { keyTried } from '../suite/chosen-key.ts';
import type { Case } from '../suite/schema.ts';
import { judgeCase } from './finding.ts';
import { blockedBy, inapplicable, isBreach, isSettled, isUnsure, type Judgement } from './judgement.ts';
import type { JudgedStep, Seen } from './judge-step.ts';
import type { GradedRequirement } from './policy.ts';
import { whyUnfit, whyUnmet } from './premises.ts';

/** One go at a case: what was seen of its exchanges, and what ended it before the last of them. */
export type Attempt = {
  readonly steps: readonly JudgedStep[];
  readonly spoilt?: Spoilt;
  /** The target fell silent meanwhile; among other cases that may be the doing of any of them. */
  readonly silent?: Silence;
};

/**
 * What ended an attempt early. `inapplicable`: the case does not fit the target, or a premise does not hold. `stopped`: something
 * of ours or of the network. `step`: how far the step had come in which that happened; absent where the last step was complete.
 */
export type Spoilt = {
  readonly by: 'inapplicable' | 'stopped';
  readonly reason: string;
  readonly step?: { readonly before?: Seen; readonly tested?: JudgedStep['tested']; readonly after?: Seen };
};

/** What the attempts are judged by. */
export type Subject = {
  readonly case: Pick<Case, 'fault' | 'atMost' | 'session' | 'exchanges'>;
  readonly requirements: readonly GradedRequirement[];
};

/** What spoils a case (a control refused, a lawful request refused once) is tried again, so often at most. */
export const maxAttempts = 3;

function judgeAttempt({ case: item, requirements }: Subject, attempt: Attempt): Judgement {
  const { steps, spoilt } = attempt;
  if (spoilt?.by === 'stopped') return blockedBy(spoilt.reason);
  if (spoilt !== undefined) {
    return isExcused(item, steps, spoilt)
      ? inapplicable(spoilt.reason)
      : blockedBy(`${spoilt.reason}: that was found only after the request had been sent.`);
  }
  return judgeCase(item, requirements, steps, item.exchanges.length);
}

/** Once the tested request has been answered, only what the answers show can still excuse the target. */
function isExcused({ exchanges, session }: Subject['case'], steps: readonly JudgedStep[], { step }: Spoilt): boolean {
  if (step === undefined) {
    const last = steps.at(-1);
    if (last === undefined) return false;
    const isSetUp = steps.length < exchanges.length;
    const { spec, carried, tested } = last;
    return whyUnmet({ spec, tested: tested.outcome, answer: tested.answer, carried, isSetUp }) !== undefined;
  }
  const spec = exchanges[steps.length];
  if (step.tested === undefined || spec === undefined) return true;
  const [before, tested] = [step.before?.outcome, step.tested.outcome];
  return whyUnfit({ spec, before, tested }, keyTried(session)) !== undefined;
}

/**
 * `from`: the first attempt that the judgement stands on. `isSettled`: a further attempt would add nothing. `skips`: how many
 * attempts ended in a refusal by which the case would not apply.
 */
export type Judged = {
  readonly judgement: Judgement;
  readonly from: number;
  readonly isSettled: boolean;
  readonly skips: number;
};

/**
 * What all attempts together come to: the first that is settled, or else the last. `gaveUp`: the target was silent, and no
 * more attempts were made for that reason.
 */
export function judgeAttempts(subject: Subject, attempts: readonly Attempt[], gaveUp: boolean): Judged {
  const judged = attempts.map((attempt) => judgeAttempt(subject, attempt));
  const isSkip = (index: number): boolean => judged[index]?.verdict === 'skip' && restsOnRefusal(attempts[index]);
  const settled = judged.findIndex((one, index) => isSettled(one) && !isSkip(index));
  const last = settled === -1 ? unsettled(judged) : settled;
  const [before, latest] = [judged[last - 1], judged[last]];
  const end = { from: last, isSettled: settled !== -1, skips: judged.filter((_, index) => isSkip(index)).length };
  if (latest === undefined) return { ...end, judgement: notTried, from: 0 };
  const silent = attempts[last]?.silent;
  if (silent !== undefined && gaveUp) return { ...end, judgement: latest };
  if (silent?.died === true && last >= maxAttempts - 1) return { ...end, judgement: deadAfterwards(latest) };
  if (settled === -1) return { ...end, judgement: seenOnce(judged, latest) };
  // Judged well at last: what went before was a spoilt attempt, unless the target itself wavers on a lawful request.
  if (before === undefined || isUnsure(before.verdict) || isSkip(last - 1) || isOfNonces(subject, attempts[last - 1]))
    return { ...end, judgement: latest };
  return { ...end, judgement: wavering(before, latest), from: last - 1 };
}

/** One node of several may have refused what the others take: by a single refusal no case is left out. */
function restsOnRefusal(attempt: Attempt | undefined): boolean {
  if (attempt?.spoilt?.by !== 'inapplicable') return false;
  const { step } = attempt.spoilt;
  const seen = step === undefined ? [attempt.steps.at(-1)?.tested] : [step.before, step.tested];
  return seen.some((one) => one?.outcome.class === 'refused' || one?.outcome.class === 'crashed');
}

/** The last attempt; where it came to nothing, the last by which the case does not apply. */
function unsettled(judged: readonly Judgement[]): number {
  const latest = judged.length - 1;
  if (!isUnsure(judged[latest]?.verdict ?? 'skip')) return latest;
  const skipped = judged.findLastIndex(({ verdict }) => verdict === 'skip');
  return skipped === -1 ? latest : skipped;
}

/** A lawful request that was refused once only, while its controls were refused in the other attempts: the target wavers. */
function seenOnce(judged: readonly Judgement[], latest: Judgement): Judgement {
  const unsure = judged.filter(({ verdict }) => isUnsure(verdict)).length;
  if (judged.length < maxAttempts || unsure < judged.length - 1 || !isBreach(latest.verdict)) return latest;
  return blockedBy(
    `Seen once in ${judged.length} attempts, and the controls of the others were refused. ${latest.reason}`,
  );
}

/** What went before was a demand for a nonce that its answer did not end: how often that happens is judged over the whole run. */
function isOfNonces({ case: { exchanges } }: Subject, attempt: Attempt | undefined): boolean {
  const last = attempt?.steps.at(-1);
  const isAbout = exchanges.some(({ expect }) => expect === 'challenge');
  return !isAbout && last?.spec.expect === 'accept' && last.tested.outcome.class === 'challenged';
}

const notTried: Judgement = { verdict: 'error', reason: 'The case did not run.', assertions: [] };

function wavering(before: Judgement, latest: Judgement): Judgement {
  return { ...latest, verdict: 'warn', reason: `The target wavers: ${before.reason} Sent again: ${latest.reason}` };
}

/** Seen in every attempt, and nobody else was sending: then the tested request is the cause. */
function deadAfterwards(latest: Judgement): Judgement {
  const reason =
    'The server answered, and was dead for the lawful request that came next, each time that it was tried.';
  return { ...latest, verdict: 'warn', attribution: 'paired', reason };
}
