import type { AttemptBasis, TryBasis } from '../../record/basis.ts';
import { defined } from '../../defined.ts';
import type { Case, Place } from '../../suite/schema.ts';
import { type Attempt, judgeAttempts, type Subject } from '../attempts.ts';
import type { JudgedStep } from '../judge-step.ts';
import type { Judgement } from '../judgement.ts';
import { type Evidence, Inconsistent } from './evidence.ts';
import { checkOrder, recordedStep, type StepSite } from './recorded-step.ts';

/** The case of a finding, where it was tried, and the exchanges of the record. */
export type Trial = {
  readonly case: Case;
  readonly requirements: Subject['requirements'];
  readonly target: string;
  readonly instance: string;
  readonly place: Place;
  readonly evidence: Evidence;
};

/** What one try of a case comes to, by what the record keeps of it. */
export function judgeRecorded(trial: Trial, { attempts, gaveUp }: TryBasis): Judgement {
  const recorded = attempts.map((attempt) => recordedAttempt(trial, attempt));
  return judgeAttempts(trial, recorded, gaveUp === true).judgement;
}

function recordedAttempt(trial: Trial, basis: AttemptBasis): Attempt {
  const { exchanges } = trial.case;
  const steps = basis.steps.map((step, index) => {
    const spec = exchanges[index];
    if (spec === undefined) throw new Inconsistent('an attempt has more steps than the case has exchanges');
    return recordedStep(spec, step, siteOf(trial, spec.at));
  });
  if (basis.spoilt === undefined && basis.silent === undefined) checkWhole(steps, exchanges.length);
  if (basis.silent !== undefined) checkSilence(steps, basis);
  const { spoilt, silent } = basis;
  return { steps, ...defined({ silent, spoilt: spoilt && spoiltIn(trial, spoilt, exchanges[steps.length]?.at) }) };
}

function siteOf({ target, instance, place, evidence }: Trial, at: Place | undefined): StepSite {
  return { target, instance, place: at ?? place, evidence };
}

type SpoiltBasis = NonNullable<AttemptBasis['spoilt']>;

function spoiltIn(trial: Trial, { by, reason, step }: SpoiltBasis, at: Place | undefined): Attempt['spoilt'] {
  if (step === undefined) return { by, reason };
  checkOrder(step, siteOf(trial, at));
  const { seen } = trial.evidence;
  const { before, tested, after } = step;
  const so = {
    before: before === undefined ? undefined : seen(before),
    tested: tested === undefined ? undefined : seen(tested),
    after: after === undefined ? undefined : seen(after),
  };
  return { by, reason, step: defined(so) };
}

/** Only a lawful request that was not accepted ends a case before its last exchange. */
function checkWhole(steps: readonly JudgedStep[], wanted: number): void {
  const last = steps.at(-1);
  if (steps.length === wanted && last !== undefined) return;
  const isEnded = last?.spec.expect === 'accept' && last.tested.outcome.class !== 'accepted';
  if (!isEnded) throw new Inconsistent(`an attempt has ${steps.length} of the ${wanted} exchanges of the case`);
}

/** A server that fell silent shows it: a request of the last step got no answer, or one from a gateway in its place. */
function checkSilence(steps: readonly JudgedStep[], { spoilt }: AttemptBasis): void {
  const last = steps.at(-1);
  const seen = [last?.before, last?.tested, last?.after].map((one) => one?.outcome);
  const isShown = seen.some((one) => one?.class === 'failed' || one?.status === 502 || one?.status === 504);
  if (!isShown && spoilt?.by !== 'stopped')
    throw new Inconsistent('it was given up for a silence that no answer shows');
}
