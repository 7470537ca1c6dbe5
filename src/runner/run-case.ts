import { lifeAt } from '../bench/life.ts';
import { createSessions, pinned } from '../bench/sessions.ts';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import { jsonBody } from '../verdict/answer.ts';
import type { Answer } from '../verdict/check-result.ts';
import type { SentProof } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { attemptBasis } from '../verdict/attempt-basis.ts';
import { type Attempt, judgeAttempts, maxAttempts, type Spoilt } from '../verdict/attempts.ts';
import type { JudgedStep } from '../verdict/judge-step.ts';
import type { Keeping } from '../verdict/step-facts.ts';
import type { CaseContext, CaseInstance, CaseRun } from './case-context.ts';
import type { CaseResult } from './case-result.ts';
import type { Silence } from '../record/basis.ts';
import { keepingOf } from './keeping.ts';
import { rejectPremise } from './premises.ts';
import { runStep, type SoFar } from './run-step.ts';
import { silenceIn } from './silence.ts';

/** One go at the case, with the exchanges that it showed. */
type Tried = { readonly attempt: Attempt; readonly exchanges: readonly string[] };

/** Runs one case. What spoils it (a control refused, a lawful request refused once) is tried again with new state. */
export async function runCase(context: CaseContext, instance: CaseInstance): Promise<CaseResult> {
  const { bench, sessions: shared, crowding } = context;
  const tries: Tried[] = [];
  for (;;) {
    const sessions = tries.length === 0 ? pinned(shared) : createSessions(bench);
    const latest = await runOnce({ ...context, sessions, instance, registered: new Map() });
    tries.push(latest);
    const isSilent = latest.attempt.silent !== undefined;
    if (isSilent) shared.renew();
    const gaveUp = isSilent && (crowding === 'crowd' || (await lifeAt(bench, instance.place)) === 'gone');
    const attempts = tries.map(({ attempt }) => attempt);
    const judged = judgeAttempts(instance, attempts, gaveUp);
    const isSure =
      judged.isSettled || judged.skips >= enoughSkips[hasWavered(context, instance) ? 'wavering' : 'usual'];
    if (gaveUp || isSure || tries.length === maxAttempts) {
      const exchanges = tries.slice(judged.from).flatMap((one) => one.exchanges);
      return { ...judged.judgement, exchanges, ...resultBasis(attempts, gaveUp, keepingOf(bench.redactor)) };
    }
    if (tries.length === 1) shared.renew();
  }
}

/** By how many attempts in which a lawful request was refused a case is known not to apply. */
const enoughSkips = { usual: 2, wavering: 3 };

function hasWavered({ bench: { facts } }: CaseContext, { place, case: item }: CaseInstance): boolean {
  return facts.wavering.has(place) || item.exchanges.some(({ at }) => at !== undefined && facts.wavering.has(at));
}

function resultBasis(
  attempts: readonly Attempt[],
  gaveUp: boolean,
  keeping: Keeping,
): Pick<CaseResult, 'basis' | 'silent'> {
  const bases = attempts.map((attempt) => attemptBasis(attempt, keeping));
  const silent = attempts.at(-1)?.silent;
  return { basis: { by: 'case', attempts: bases, ...(gaveUp ? { gaveUp } : {}) }, ...defined({ silent }) };
}

/** The exchanges of the case in order, as far as each comes out as it was expected to. */
async function runOnce(run: CaseRun): Promise<Tried> {
  const { case: item } = run.instance;
  const steps: JudgedStep[] = [];
  const exchanges = new Set<string>();
  const earlier = new Map<string, SentProof>();
  let silent: Silence | undefined;
  let soFar: SoFar | undefined;
  try {
    for (const spec of item.exchanges) {
      soFar = {};
      const step = await runStep(run, { spec, earlier }, soFar);
      soFar = undefined;
      steps.push(step.judged);
      for (const id of step.ids) exchanges.add(id);
      keepRegistered(run, spec, step.judged.tested.answer);
      if (spec.name !== undefined && step.proof !== undefined) earlier.set(spec.name, step.proof);
      silent = step.silent;
      if (silent !== undefined) break;
      const { outcome, answer } = step.judged.tested;
      rejectPremise({ spec, tested: outcome, answer, isSetUp: steps.length < item.exchanges.length });
      if (spec.expect === 'accept' && outcome.class !== 'accepted') break;
    }
  } catch (error) {
    const spoilt = spoiltBy(error, soFar);
    if (spoilt.by === 'stopped') silent = silenceIn(spoilt.reason);
    return { attempt: { steps, spoilt, ...defined({ silent }) }, exchanges: [...exchanges] };
  }
  return { attempt: { steps, ...defined({ silent }) }, exchanges: [...exchanges] };
}

/** The client of an answer that has registered one, for the exchanges that name it. */
function keepRegistered({ bench, registered }: CaseRun, { name }: ExchangeSpec, answer: Answer | undefined): void {
  if (name === undefined || answer?.place !== 'registration') return;
  const id = jsonBody(answer.response)?.['client_id'];
  const made = bench.registered.findLast((one) => one.id === id);
  if (made !== undefined) registered.set(name, made);
}

function spoiltBy(error: unknown, step: SoFar | undefined): Spoilt {
  if (error instanceof Inapplicable) return { by: 'inapplicable', reason: error.message, ...defined({ step }) };
  if (error instanceof HarnessError) return { by: 'stopped', reason: error.message, ...defined({ step }) };
  throw error;
}
