import type { Outcome } from '../../record/schema.ts';
import type { Fault } from '../../suite/schema.ts';
import { blames, namesFault } from '../../verdict/attribution.ts';
import { faultOf } from '../findings/as-case.ts';
import type { Judged } from '../oracle/oracle.ts';
import { isAccepted, type Past, type Step } from './step.ts';

/** What a correct server does with a step, of what went before and of its bytes together. */
export type Verdict = {
  readonly expect: 'accept' | 'refuse' | 'either';
  readonly requirements: readonly string[];
  readonly fault?: Fault;
  readonly atMost?: 'warn';
};

/**
 * A fault in the bytes stands over everything; then what the model knows; then what a server should do. Only a step that
 * is lawful by the model, and that the judge finds nothing wrong with, has to be accepted.
 */
export function verdictOn({ demand }: Step, { opinion, violations }: Judged): Verdict {
  if (opinion.expect === 'refuse' && !opinion.isDoubtful) return refuse(opinion.requirements);
  if (demand.expect === 'refuse') return { ...demand, expect: 'refuse' };
  if (demand.expect === 'open') return { expect: 'either', requirements: [] };
  if (opinion.expect === 'refuse') return refuse(opinion.requirements);
  const isLawful = demand.expect === 'accept' && violations.every(({ level }) => level === 'may');
  return isLawful ? { ...demand, expect: 'accept' } : { expect: 'either', requirements: [] };
}

function refuse(requirements: readonly string[]): Verdict {
  return { expect: 'refuse', requirements, fault: faultOf(requirements) };
}

export type Surprise = 'accepted' | 'refused' | 'crashed';

/** What about an answer no correct server would give; `undefined` too where nothing can be told. */
export function surpriseIn(step: Step, { expect, fault }: Verdict, outcome: Outcome): Surprise | undefined {
  switch (outcome.class) {
    case 'crashed':
      return 'crashed';
    case 'accepted':
      return expect === 'refuse' ? 'accepted' : undefined;
    case 'refused':
      return expect === 'accept' && isBlamed(step, fault, outcome) ? 'refused' : undefined;
    default:
      // Demands for a nonce that do not end, a pause, silence: nothing that this step can be blamed for.
      return undefined;
  }
}

/** A refusal that does not blame what the step did may have any reason at all: a limit, an account, a policy. */
function isBlamed({ spec }: Step, fault: Fault | undefined, outcome: Outcome): boolean {
  if (fault !== undefined) return blames(outcome, fault);
  return spec.delta.length + (spec.with?.length ?? 0) > 0 || namesFault(outcome, 'proof');
}

/** Ids of the proofs that have been accepted, and where. */
export function seenIn(past: Past): readonly { readonly jti: string; readonly url: string }[] {
  return past.filter(isAccepted).flatMap(({ jti, url }) => (jti === undefined ? [] : [{ jti, url }]));
}
