import { defined } from '../defined.ts';
import type { SentProof } from '../proof/draft.ts';
import type { JudgedStep } from '../verdict/judge-step.ts';
import type { Sent } from '../exchange/sent.ts';
import type { CaseRun, StepContext } from './case-context.ts';
import type { Silence } from '../record/basis.ts';
import { rejectControl, rejectUnfit } from './premises.ts';
import { prepareTime } from './prepare-time.ts';
import { confirmRefusal, sendTested } from './send-tested.ts';
import { isLarge, silenceAround } from './silence.ts';
import { placeOf, sessionFor } from './step-session.ts';
import { testedPlan } from './tested-plan.ts';
import { twinOf } from './twin.ts';

/** One exchange with its controls, ready to be judged; `silent` keeps it from that. */
export type Step = {
  readonly judged: JudgedStep;
  /** Ids of the exchanges, in the order in which they were sent. */
  readonly ids: readonly string[];
  readonly proof?: SentProof;
  readonly silent?: Silence;
};

/** What has been sent of a step, filled in as it goes. */
export type SoFar = { before?: Sent; tested?: Sent; after?: Sent };

/**
 * Session, time, control before, tested exchange, control after.
 * @throws Inapplicable where a premise of the case does not hold at this target
 */
export async function runStep(
  run: CaseRun,
  { spec, earlier }: Pick<StepContext, 'spec' | 'earlier'>,
  soFar: SoFar,
): Promise<Step> {
  const session = await sessionFor(run, spec, run.instance.case.session ?? {});
  const step: StepContext = { ...run, spec, earlier, session, place: placeOf(run, spec) };
  await prepareTime(step);
  const twin = await twinOf(step);
  const before = await twin.before();
  Object.assign(soFar, defined({ before }));
  rejectControl({ spec, before: before?.outcome });
  const plan = testedPlan(step);
  const once = await sendTested(step, plan, soFar);
  soFar.tested = once.tested;
  const first = await confirmRefusal(step, plan, once, soFar);
  const early = await twin.after(first);
  // The control may have shown that the place wavers.
  const sent = first === once ? await confirmRefusal(step, plan, first, soFar) : first;
  const { tested, repeated, restarts } = sent;
  const after = sent === first ? early : await twin.after(sent);
  Object.assign(soFar, defined({ after }));
  rejectUnfit(step, { spec, tested: tested.outcome, before: before?.outcome });
  const ids = [before?.id, ...tested.challenges, ...(tested.refusals ?? []), tested.id, after?.id].filter(
    (id) => id !== undefined,
  );
  const large = isLarge(tested.exchange.request) ? true : undefined;
  const judged: JudgedStep = { spec, tested, repeated, restarts, ...defined({ before, after, large }) };
  const silent = silenceAround(run.crowding, { before, own: sent.silence, after });
  return { judged, ids, ...defined({ proof: tested.proof, silent }) };
}
