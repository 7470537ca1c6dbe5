import { sendBurst } from '../exchange/burst.ts';
import { type Plan, planFor } from '../exchange/plan.ts';
import { replicaOf } from '../exchange/replicas.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { StepContext } from './case-context.ts';
import { lifeAt } from '../bench/life.ts';
import { silenceOf } from './silence.ts';

/** What the tested request came to, and how often in a row it got no answer. */
export type Tested = { readonly tested: Sent; readonly repeated: number };

/** A target that has been seen to die so often is asked less often whether it does. */
const manyDeaths = 4;

/** Sends the lawful request with the delta, as often as the exchange asks for, and again where it gets no answer. */
export async function sendTested(step: StepContext): Promise<Tested> {
  const { bench, spec } = step;
  const plan = testedPlan(step);
  if (spec.burst !== undefined) return { tested: await sendBurst(plan, spec.burst), repeated: 1 };
  const first = await sendRepeatedly(plan, spec.repeat ?? 1);
  const sent = await confirmSilence(step, plan, first);
  if (step.crowding === 'alone' && sent.tested.outcome.class === 'failed') bench.pulse.deaths.count += 1;
  return sent;
}

function testedPlan(step: StepContext): Plan {
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

/** All but the last of many lawful exchanges are set-up; the first that is not accepted ends them. */
async function sendRepeatedly(plan: Plan, times: number): Promise<Sent> {
  const setup: Plan = { ...plan, purpose: 'setup' };
  for (let sent = 1; sent < times && !plan.bench.signal.aborted; sent += 1) {
    const one = await send(setup);
    if (one.outcome.class !== 'accepted') break;
  }
  return send(plan);
}

/** No answer is tried again: alone, until it is sure; among others, only where it is no silence of the target. */
async function confirmSilence({ bench, place, crowding }: StepContext, plan: Plan, first: Sent): Promise<Tested> {
  let tested = first;
  let repeated = 1;
  // A proof of an earlier exchange cannot be made anew, and a second copy would be refused for the first.
  const isCopy = plan.ops.some(({ op }) => op === 'proof-of');
  const isTriedAgain = (sent: Sent): boolean =>
    !isCopy && sent.outcome.class === 'failed' && (crowding === 'alone' || silenceOf(sent) === undefined);
  while (isTriedAgain(tested)) {
    const life = silenceOf(tested) === undefined ? 'up' : await lifeAt(bench, place);
    if (repeated >= (bench.pulse.deaths.count < manyDeaths ? 3 : 2) || life === 'gone') break;
    tested = await send(plan);
    if (tested.outcome.class === 'failed') repeated += 1;
  }
  return { tested, repeated };
}
