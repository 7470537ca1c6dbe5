import { type Plan, planFor } from '../exchange/plan.ts';
import { replicaOf } from '../exchange/replicas.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { StepContext } from './case-context.ts';

/** The lawful request of a step with the delta. */
export function testedPlan(step: StepContext): Plan {
  const { bench, instance, spec, earlier, crowding } = step;
  return planFor(step, {
    instance: instance.id,
    purpose: 'tested',
    ops: [...(spec.with ?? []), ...spec.delta],
    delta: spec.delta,
    earlier,
    ...replicaOf(spec),
    answerChallenges: spec.expect !== 'challenge',
    fault: mustRefuse(spec) ? (instance.case.fault ?? 'proof') : 'none',
    patience: bench.pulse.patience() * (crowding === 'crowd' ? 1 : 2),
  });
}

export function mustRefuse({ expect }: ExchangeSpec): boolean {
  return expect === 'refuse' || expect === 'once';
}
