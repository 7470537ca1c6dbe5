import { createSessions, pinned } from '../bench/sessions.ts';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { SentProof } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { judgeCase } from '../verdict/finding.ts';
import type { JudgedStep } from '../verdict/judge-step.ts';
import type { CaseContext, CaseInstance, CaseRun } from './case-context.ts';
import type { CaseResult, Silence } from './case-result.ts';
import { rejectPremise } from './premises.ts';
import { runStep } from './run-step.ts';
import { diedAfterwards, silenceIn } from './silence.ts';
import { lifeAt } from '../bench/life.ts';

const attempts = 3;

/** Runs one case. What spoils it (a control refused, a lawful request refused once) is tried again with new state. */
export async function runCase(context: CaseContext, instance: CaseInstance): Promise<CaseResult> {
  const { bench, sessions: shared, crowding } = context;
  let result: CaseResult | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sessions = attempt === 0 ? pinned(shared) : createSessions(bench);
    const latest = await runOnce({ ...context, sessions, instance });
    if (latest.silent !== undefined) {
      shared.renew();
      if (crowding === 'crowd' || (await lifeAt(bench, instance.place)) === 'gone') return latest;
      if (latest.silent.died && attempt === attempts - 1) return diedAfterwards(latest);
    }
    if (result !== undefined && isSettled(latest) && !isSettled(result)) return unsteady(latest, result);
    result = latest;
    if (isSettled(latest)) return latest;
    if (attempt === 0) shared.renew();
  }
  return result ?? { verdict: 'error', reason: 'The case did not run.', assertions: [], exchanges: [] };
}

/** A pass, a note, a skip, or a fault accepted: seen once is seen. A refusal of something lawful must be seen again. */
function isSettled({ verdict, assertions }: CaseResult): boolean {
  if (verdict === 'pass' || verdict === 'note' || verdict === 'skip') return true;
  if (verdict === 'blocked' || verdict === 'error') return false;
  return assertions.every(
    ({ verdict: one, expected }) =>
      one === 'pass' || one === 'skip' || one === 'note' || expected !== 'the lawful answer',
  );
}

/** Judged well at last: what went before was a spoilt attempt, unless the target itself wavers on a lawful request. */
function unsteady(latest: CaseResult, before: CaseResult): CaseResult {
  if (before.verdict === 'blocked' || before.verdict === 'error') return latest;
  const reason = `The target wavers: ${before.reason} Sent again: ${latest.reason}`;
  return { ...latest, verdict: 'warn', reason, exchanges: [...before.exchanges, ...latest.exchanges] };
}

/** The exchanges of the case in order, as far as each comes out as it was expected to, and what they prove. */
async function runOnce(run: CaseRun): Promise<CaseResult> {
  const { case: item, requirements } = run.instance;
  const steps: JudgedStep[] = [];
  const exchanges: string[] = [];
  const earlier = new Map<string, SentProof>();
  let silent: Silence | undefined;
  try {
    for (const spec of item.exchanges) {
      const step = await runStep(run, spec, earlier);
      steps.push(step.judged);
      exchanges.push(...step.ids);
      if (spec.name !== undefined && step.proof !== undefined) earlier.set(spec.name, step.proof);
      silent = step.silent;
      if (silent !== undefined) break;
      const { outcome } = step.judged.tested;
      rejectPremise(spec, outcome);
      if (spec.expect === 'accept' && outcome.class !== 'accepted') break;
      const isSetUp = steps.length < item.exchanges.length;
      if (spec.expect === 'challenge' && isSetUp && outcome.class === 'accepted') {
        throw new Inapplicable('the server demands no nonce of such a request');
      }
    }
  } catch (error) {
    if (error instanceof Inapplicable) return spoilt('skip', `Does not apply: ${error.message}.`, exchanges);
    if (error instanceof HarnessError) {
      silent = silenceIn(error.message);
      return { ...spoilt('blocked', error.message, exchanges), ...defined({ silent }) };
    }
    throw error;
  }
  const judgement = judgeCase(item, requirements, steps, item.exchanges.length);
  return { ...judgement, exchanges: [...new Set(exchanges)], ...defined({ silent }) };
}

function spoilt(verdict: 'skip' | 'blocked', reason: string, exchanges: readonly string[]): CaseResult {
  return { verdict, reason, assertions: [], exchanges };
}
