import { sendBurst } from '../exchange/burst.ts';
import type { Plan } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { isDoubtful } from '../exchange/steadily.ts';
import { isTooYoung } from '../exchange/wavering.ts';
import { isUnrepeatable } from '../exchange/unrepeatable.ts';
import type { Silence } from '../record/basis.ts';
import type { StepContext } from './case-context.ts';
import { lifeAt, wasClosed } from '../bench/life.ts';
import { silenceOf } from './silence.ts';
import { mustRefuse } from './tested-plan.ts';

/** What the tested request came to, how often in a row it got no answer, and the silence that it ended in. */
export type Tested = {
  readonly tested: Sent;
  readonly repeated: number;
  /** After how many of these the server was away, its port closed, and came back. */
  readonly restarts: number;
  readonly silence: Silence | undefined;
};

/** A target that has been seen to die so often is asked less often whether it does. */
const manyDeaths = 4;

/** Sends a tested plan, as often as the exchange asks for, and again where it gets no answer. `soFar` gets the rounds of a burst. */
export async function sendTested(step: StepContext, plan: Plan, soFar: { tested?: Sent }): Promise<Tested> {
  const { bench, spec, crowding } = step;
  if (spec.burst === undefined) {
    const first = await sendRepeatedly(plan, spec.repeat ?? 1);
    const sent = await confirmSilence(step, plan, first);
    if (crowding === 'alone' && sent.tested.outcome.class === 'failed') bench.pulse.deaths.count += 1;
    return sent;
  }
  const tested = await sendBurst(plan, spec.burst, (sent) => {
    soFar.tested = sent;
  });
  return { tested, repeated: 1, restarts: 0, silence: silenceOf(tested) };
}

/** How often a refusal is tried again where the place wavers: a node that refuses all would hide what the others accept. */
const refusalsTried = 5;

/**
 * Where the place wavers, a refusal may be the doing of one node: the same request is sent again until it is accepted; once where
 * the proof may have been too young. What
 * cannot be made anew is sent again only where it must be refused each time.
 */
export async function confirmRefusal(
  { bench, place, spec }: StepContext,
  plan: Plan,
  sent: Tested,
  soFar: { tested?: Sent },
): Promise<Tested> {
  const isSure = spec.expect === 'accept' ? isUnrepeatable(plan) : !mustRefuse(spec);
  if (isSure || spec.burst !== undefined || !isDoubtful(sent.tested)) return sent;
  const isYoung = isTooYoung(bench, place, sent.tested);
  const most = bench.facts.wavering.has(place) ? refusalsTried : Number(isYoung);
  const refusals: string[] = [];
  let { tested } = sent;
  while (refusals.length < most && isDoubtful(tested)) {
    const next = await send(plan);
    // What got no answer shows nothing.
    if (next.outcome.class === 'failed') break;
    refusals.push(tested.id);
    tested = { ...next, refusals: [...refusals] };
    soFar.tested = tested;
  }
  return { ...sent, tested };
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
  let restarts = 0;
  // A proof of an earlier exchange cannot be made anew, and a second copy would be refused for the first.
  const isCopy = plan.ops.some(({ op }) => op === 'proof-of');
  for (;;) {
    const silence = silenceOf(tested);
    const isTriedAgain = tested.outcome.class === 'failed' && (crowding === 'alone' || silence === undefined);
    if (isCopy || !isTriedAgain) return { tested, repeated, restarts, silence };
    const life = silence === undefined ? 'up' : await lifeAt(bench, place);
    if (life !== 'gone' && silence?.hung === false && wasClosed(bench, place, tested.startedAt)) restarts += 1;
    const isSure = repeated >= (bench.pulse.deaths.count < manyDeaths ? 3 : 2);
    if (isSure || life === 'gone') return { tested, repeated, restarts, silence };
    tested = await send(plan);
    if (tested.outcome.class === 'failed') repeated += 1;
  }
}
