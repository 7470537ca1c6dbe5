import type { Bench } from '../bench/bench.ts';
import { lifeAt } from '../bench/life.ts';
import { createSessions, pinned } from '../bench/sessions.ts';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { SentProof } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { attemptBasis } from '../verdict/attempt-basis.ts';
import { type Attempt, isSettled, judgeAttempt, judgeAttempts, maxAttempts, type Spoilt } from '../verdict/attempts.ts';
import type { JudgedStep } from '../verdict/judge-step.ts';
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
  while (tries.length < maxAttempts) {
    const sessions = tries.length === 0 ? pinned(shared) : createSessions(bench);
    const latest = await runOnce({ ...context, sessions, instance });
    tries.push(latest);
    if (latest.attempt.silent !== undefined) {
      shared.renew();
      if (crowding === 'crowd' || (await lifeAt(bench, instance.place)) === 'gone')
        return resultOf(bench, instance, tries, true);
    }
    if (isSettled(judgeAttempt(instance, latest.attempt))) break;
    if (tries.length === 1) shared.renew();
  }
  return resultOf(bench, instance, tries, false);
}

function resultOf(bench: Bench, instance: CaseInstance, tries: readonly Tried[], gaveUp: boolean): CaseResult {
  const attempts = tries.map(({ attempt }) => attempt);
  const { judgement, from } = judgeAttempts(instance, attempts, gaveUp);
  const keeping = keepingOf(bench.redactor);
  const silent = attempts.at(-1)?.silent;
  return {
    ...judgement,
    exchanges: tries.slice(from).flatMap(({ exchanges }) => exchanges),
    basis: {
      by: 'case',
      attempts: attempts.map((attempt) => attemptBasis(attempt, keeping)),
      ...(gaveUp ? { gaveUp } : {}),
    },
    ...(silent === undefined ? {} : { silent }),
  };
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

function spoiltBy(error: unknown, step: SoFar | undefined): Spoilt {
  if (error instanceof Inapplicable) return { by: 'inapplicable', reason: error.message, ...defined({ step }) };
  if (error instanceof HarnessError) return { by: 'stopped', reason: error.message, ...defined({ step }) };
  throw error;
}
