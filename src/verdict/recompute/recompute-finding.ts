import type { BasisOf } from '../../record/basis.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { inapplicable, type Judgement, lostMeanwhile, notRun } from '../judgement.ts';
import { confirmed, isOnceOnly, type Steadiness, triedAgain } from '../steadiness.ts';
import { watchVerdict } from '../watch.ts';
import { gradedOf } from './check-grades.ts';
import { type Evidence, Inconsistent, isVeiled, testedIn } from './evidence.ts';
import { placeOf } from './place-of.ts';
import { planOf } from './plan-of.ts';
import { recomputeClient, recomputeClientTries, recomputeClientWatch } from './recompute-client.ts';
import { judgeRecorded, type Trial } from './recorded-attempt.ts';
import type { Watching } from './watching.ts';

export type Recomputed = Judgement & Partial<Pick<Steadiness, 'seen' | 'of'>>;

/** What stands in the record beside the findings. `watching` has looked at all of it. */
export type Grounds = { readonly evidence: Evidence; readonly watching: Watching };

/**
 * The verdict of a finding, made again from what the record keeps.
 *
 * @throws Inconsistent
 */
export function recomputeFinding(record: RunRecord, finding: Finding, grounds: Grounds): Recomputed {
  const { basis } = finding;
  const { evidence } = grounds;
  switch (basis.by) {
    case 'case': {
      const trial = trialOf(finding, evidence);
      const judgement = judgeRecorded(trial, basis);
      checkAllNamed(trial, basis);
      return judgement;
    }
    case 'confirmation':
    case 'retry': {
      const trial = trialOf(finding, evidence);
      const tries = basis.tries.map((one) => judgeRecorded(trial, one));
      const sum = basis.by === 'retry' ? triedAgain : confirmed;
      const { judgement, ...counts } = sum(tries, isOnceOnly(trial.case));
      return { ...judgement, ...counts };
    }
    case 'watch':
      return recomputeWatch(record, finding, basis, grounds);
    case 'client':
      return recomputeClient(record, finding, basis, evidence);
    case 'client-confirmation':
    case 'client-retry':
      return recomputeClientTries(record, finding, basis, evidence);
    case 'client-watch':
      return recomputeClientWatch(record, finding, basis);
    case 'inapplicable':
      if (evidence.testedFor(finding).length > 0)
        throw new Inconsistent('it is recorded as not applicable, and yet its request was sent');
      return { ...inapplicable(basis.why), ...uncounted(finding) };
    case 'blocked':
      return { ...notRun(basis.why), ...uncounted(finding) };
    case 'loss':
      return { ...lostMeanwhile(basis.others), ...uncounted(finding) };
    default:
      return basis satisfies never;
  }
}

/** Where nothing could be tried, nothing was seen. */
function uncounted({ fuzz }: Finding): Pick<Recomputed, 'seen' | 'of'> {
  return fuzz === undefined ? {} : { seen: 0, of: 0 };
}

function trialOf(finding: Finding, evidence: Evidence): Trial {
  const { requirements, target, instance, place } = finding;
  const plan = planOf(finding);
  if (plan.kind !== 'case') throw new Inconsistent('its plan is no case');
  return { case: plan.case, requirements: gradedOf(requirements), target, instance, place: placeOf(place), evidence };
}

/**
 * Every answer that the finding's request got belongs to an attempt: none may be left out. Requests without an answer are
 * repeated; of a burst that ran into a demand for nonces, the rounds before the last are not judged.
 */
function checkAllNamed({ case: item, target, instance, evidence }: Trial, basis: BasisOf<'case'>): void {
  const named = new Set([...basis.attempts, ...(basis.aside ?? [])].flatMap(testedIn));
  const isBurst = item.exchanges.some(({ burst }) => burst !== undefined);
  const counted = isBurst ? ['accepted'] : ['accepted', 'refused', 'crashed', 'unclear'];
  const missing = evidence
    .testedFor({ target, instance })
    .find(({ id, outcome }) => counted.includes(outcome.class) && !named.has(id));
  if (missing !== undefined)
    throw new Inconsistent(`no attempt of it names ${missing.id}, where its request was answered`);
}

function recomputeWatch(
  record: RunRecord,
  finding: Finding,
  { seen, carried, blocked }: BasisOf<'watch'>,
  { evidence, watching }: Grounds,
): Judgement {
  const plan = planOf(finding);
  if (plan.kind !== 'watch') throw new Inconsistent('its plan is no watch');
  const before = record.answersBefore.get(finding);
  if (before !== seen) throw new Inconsistent(`it looked at ${seen} answers, and ${before ?? 0} stand before it`);
  const plain = carried?.find(({ exchange }) => !isVeiled(evidence.exchange(exchange)));
  if (plain !== undefined)
    throw new Inconsistent(`a check of ${plain.exchange} is carried, although its answer is neither masked nor cut`);
  return watchVerdict(watching.resultOf(finding), blocked);
}
