import { Inapplicable } from '../proof/inapplicable.ts';
import { roleOf } from '../suite/catalogue.ts';
import { keyTried } from '../suite/chosen-key.ts';
import { type StepSoFar, unknownWrite, unusableAlg, whyNoControl, whyUnmet } from '../verdict/premises.ts';
import type { StepContext } from './case-context.ts';

/** Of the lawful twin that is sent first. @throws Inapplicable */
export function rejectControl(step: StepSoFar): void {
  reject(whyNoControl(step));
}

/** Of the tested request and the twin before it. @throws Inapplicable */
export function rejectUnfit({ bench, place, instance, session }: StepContext, step: StepSoFar): void {
  const advertised = roleOf(place) === 'as' ? bench.as?.algs : bench.facts.rsAlgsNamed;
  reject(unknownWrite(step));
  reject(unusableAlg(step, keyTried(instance.case.session), advertised?.includes(session.key.alg) === true));
}

/** Of a whole step that others follow or build on. @throws Inapplicable */
export function rejectPremise(step: StepSoFar): void {
  reject(whyUnmet(step));
}

function reject(why: string | undefined): void {
  if (why !== undefined) throw new Inapplicable(why);
}
