import type { AttemptBasis, StepBasis } from '../record/basis.ts';
import { defined } from '../defined.ts';
import type { Attempt, Spoilt } from './attempts.ts';
import type { JudgedStep } from './judge-step.ts';
import { carriedChecks, factsOf, type Keeping } from './step-facts.ts';

/** What the record needs to judge an attempt again. */
export function attemptBasis({ steps, spoilt, silent }: Attempt, keeping: Keeping): AttemptBasis {
  return defined({
    steps: steps.map((step) => stepBasis(step, keeping)),
    spoilt: spoilt === undefined ? undefined : spoiltBasis(spoilt, keeping),
    silent,
  });
}

function spoiltBasis({ by, reason, step }: Spoilt, { text }: Keeping): NonNullable<AttemptBasis['spoilt']> {
  const ids = step === undefined ? undefined : idsOf(step);
  return defined({ by, reason: text(reason), step: ids });
}

function stepBasis(step: JudgedStep, keeping: Keeping): StepBasis {
  const { answer } = step.tested;
  const checks = step.spec.checks ?? [];
  const facts = answer === undefined ? {} : factsOf(answer, checks, keeping);
  const carried = answer === undefined ? [] : carriedChecks(answer, checks, facts, keeping);
  return {
    ...idsOf(step),
    ...defined({
      repeated: step.repeated > 1 ? step.repeated : undefined,
      restarts: step.restarts === 0 ? undefined : step.restarts,
      large: step.large === true ? (true as const) : undefined,
      facts: Object.keys(facts).length === 0 ? undefined : facts,
      carried: carried.length === 0 ? undefined : carried,
    }),
  };
}

function idsOf({ before, tested, after }: NonNullable<Spoilt['step']>): StepBasis {
  const sent = tested?.burst;
  const burst = sent && { times: sent.times, rounds: sent.rounds.map((round) => round.map(({ id }) => id)) };
  const refusals = tested?.refusals === undefined ? undefined : [...tested.refusals];
  return defined({ before: before?.id, tested: tested?.id, after: after?.id, burst, refusals });
}
