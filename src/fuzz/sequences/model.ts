import type { Outcome } from '../../record/schema.ts';
import type { Fault } from '../../suite/schema.ts';
import { blames, namesFault } from '../../verdict/attribution.ts';
import { faultOf } from '../findings/as-case.ts';
import type { Judged } from '../oracle/oracle.ts';
import type { Ruling } from '../oracle/ruling.ts';
import { standingOf, type Surprise } from '../oracle/surprise.ts';
import { isAccepted, type Past, type Step } from './step.ts';

/** What a correct server does with a step, of what went before and of its bytes together. */
export type StepRuling = Pick<Ruling, 'expect' | 'requirements'> & {
  readonly fault?: Fault;
  readonly atMost?: 'warn';
};

/**
 * A fault in the bytes stands over everything; then what the model knows; then what a server should do. Only a step that
 * is lawful by the model, and that the judge finds nothing wrong with, has to be accepted.
 */
export function rulingOnStep({ demand }: Step, { ruling, violations }: Judged): StepRuling {
  if (ruling.expect === 'refuse' && !ruling.isDoubtful) return refuse(ruling.requirements);
  if (demand.expect === 'refuse') return { ...demand, expect: 'refuse' };
  if (demand.expect === 'undecided') return { expect: 'either', requirements: [] };
  if (ruling.expect === 'refuse') return refuse(ruling.requirements);
  const isLawful = demand.expect === 'accept' && violations.every(({ level }) => level === 'may');
  return isLawful ? { ...demand, expect: 'accept' } : { expect: 'either', requirements: [] };
}

function refuse(requirements: readonly string[]): StepRuling {
  return { expect: 'refuse', requirements, fault: faultOf(requirements) };
}

/** `undefined` where the answer is what a correct server may give, or where nothing follows from it. */
export function surpriseIn(step: Step, ruling: StepRuling, outcome: Outcome): Surprise | undefined {
  const standing = standingOf(ruling, outcome, () => isBlamed(step, ruling.fault, outcome));
  return standing === 'agrees' || standing === 'either' || standing === 'unjudged' ? undefined : standing;
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
