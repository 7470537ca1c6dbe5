import type { StepBasis, TryBasis } from '../../record/basis.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { Case, type ExchangeSpec } from '../../suite/schema.ts';

/** A step of a case as a record keeps it, with what the case expects of it. */
export type Step = { readonly finding: Finding; readonly spec: ExchangeSpec; readonly basis: StepBasis };

/** All steps of all cases, fuzzed ones too. */
export function* stepsOf({ findings }: Pick<RunRecord, 'findings'>): Generator<Step> {
  for (const finding of findings) {
    const tries = triesOf(finding);
    const plan = tries.length === 0 ? undefined : Case.safeParse(finding.plan).data;
    if (plan === undefined) continue;
    for (const { steps } of tries.flatMap(({ attempts }) => attempts))
      for (const [index, basis] of steps.entries()) {
        const spec = plan.exchanges[index];
        if (spec !== undefined) yield { finding, spec, basis };
      }
  }
}

function triesOf({ basis }: Finding): readonly TryBasis[] {
  if (basis.by === 'case') return [basis];
  return basis.by === 'confirmation' || basis.by === 'retry' ? basis.tries : [];
}
