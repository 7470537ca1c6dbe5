import type { Assertion, Verdict } from '../record/schema.ts';
import type { Attribution } from './step-verdict.ts';

/** What a finding comes to. */
export type Judgement = {
  readonly verdict: Verdict;
  readonly attribution?: Attribution;
  /** One sentence for a person. */
  readonly reason: string;
  readonly assertions: readonly Assertion[];
};

/** How the reason begins where a place as a whole could not be judged. */
export const notRunText = 'Not run:';

/** The case asks for something that this target does not offer, or that turned out not to hold. */
export function inapplicable(why: string): Judgement {
  return { verdict: 'skip', reason: `Does not apply: ${why}.`, assertions: [] };
}

/** Nothing was sent: no case can be judged at this place. */
export function notRun(why: string): Judgement {
  return blockedBy(`${notRunText} ${why}`);
}

/** Something of ours or of the network ended the case before it could be judged. */
export function blockedBy(reason: string): Judgement {
  return { verdict: 'blocked', reason, assertions: [] };
}

/** The target stopped answering for good while this plan, among others, was under way: nobody is left to try it on. */
export function lostMeanwhile(others: number): Judgement {
  const beside = others === 0 ? '' : ` with ${others} more`;
  return blockedBy(
    `The target stopped answering for good while this was under way${beside}; a replay shows which it was.`,
  );
}

/** A fault that was accepted, or a lawful request that was not. */
export function isBreach(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn';
}

/** Something was seen and weighed. */
export function isJudged(verdict: Verdict): boolean {
  return verdict !== 'skip' && !isUnsure(verdict);
}

/** Nothing can be concluded. */
export function isUnsure(verdict: Verdict): boolean {
  return verdict === 'blocked' || verdict === 'error';
}

/** A pass, a note, a skip, or a fault accepted: seen once is seen. A refusal of something lawful must be seen again. */
export function isSettled({ verdict, assertions }: Judgement): boolean {
  if (verdict === 'pass' || verdict === 'note' || verdict === 'skip') return true;
  if (isUnsure(verdict)) return false;
  return assertions.every(
    ({ verdict: one, expected }) =>
      one === 'pass' || one === 'skip' || one === 'note' || expected !== 'the lawful answer',
  );
}
