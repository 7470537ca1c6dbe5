import { defined } from '../defined.ts';
import type { SentProof } from '../proof/draft.ts';
import type { JudgedStep } from '../verdict/judge-step.ts';
import type { Sent } from '../exchange/sent.ts';
import type { CaseRun, StepContext } from './case-context.ts';
import type { Silence } from '../record/basis.ts';
import { rejectControl, rejectUnusableAlg } from './premises.ts';
import { prepareTime } from './prepare-time.ts';
import { mustRefuse, sendTested, type Tested } from './send-tested.ts';
import { isLarge, silenceAround, silenceOf } from './silence.ts';
import { placeOf, sessionFor } from './step-session.ts';
import { type Twin, twinOf } from './twin.ts';

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
  const before = await controlBefore(step, twin);
  Object.assign(soFar, defined({ before }));
  rejectControl({ spec, before: before?.outcome });
  const sent = await sendTested(step);
  soFar.tested = sent.tested;
  const after = await controlAfter(step, twin, sent.tested);
  Object.assign(soFar, defined({ after }));
  rejectUnusableAlg(step, { spec, tested: sent.tested.outcome, before: before?.outcome });
  return stepOf(step, sent, { before, after });
}

type Around = { readonly before: Sent | undefined; readonly after: Sent | undefined };

/** Where both answers are lawful, or a challenge is, a crowd of controls would prove nothing more. */
async function controlBefore(
  { crowding, spec, controls }: StepContext,
  twin: Twin | undefined,
): Promise<Sent | undefined> {
  const isUnneeded = crowding === 'crowd' && (spec.expect === 'observe' || spec.expect === 'challenge');
  if (isUnneeded || twin === undefined) return undefined;
  return controls.before(twin.key, () => twin.make('control-before'));
}

async function controlAfter(
  { crowding, spec, controls }: StepContext,
  twin: Twin | undefined,
  tested: Sent,
): Promise<Sent | undefined> {
  const kind = tested.outcome.class;
  const isLost = kind === 'failed' || kind === 'crashed';
  const isNeeded = mustRefuse(spec) || isLost || (spec.expect === 'accept' && kind !== 'accepted');
  const isPointless = crowding === 'crowd' && silenceOf(tested) !== undefined;
  if (twin === undefined || !isNeeded || isPointless) return undefined;
  return controls.after(twin.key, tested.endedAt, () => twin.make('control-after'));
}

function stepOf({ spec, crowding }: StepContext, { tested, repeated }: Tested, { before, after }: Around): Step {
  const ids = [before?.id, ...tested.challenges, tested.id, after?.id].filter((id) => id !== undefined);
  const large = isLarge(tested.exchange.request) ? true : undefined;
  const judged: JudgedStep = { spec, tested, repeated, ...defined({ before, after, large }) };
  const silent = silenceAround(crowding, before, tested, after);
  return { judged, ids, ...defined({ proof: tested.proof, silent }) };
}
