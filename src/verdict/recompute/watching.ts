import type { ExchangeEvent, Finding } from '../../record/schema.ts';
import { createTally, type Tally, type WatchResult } from '../watch.ts';
import { gradedOf } from './check-grades.ts';
import { Inconsistent } from './evidence.ts';
import { placeOf } from './place-of.ts';
import { planOf } from './plan-of.ts';

/** The watches of a record, which all look at its answers in one pass. */
export type Watching = {
  /** Takes every exchange, in the order of the record. */
  readonly look: (event: ExchangeEvent) => void;
  /**
   * What the watch of a finding has seen.
   *
   * @throws Inconsistent where its plan is no watch
   */
  readonly resultOf: (finding: Finding) => WatchResult;
};

export function watchAgain(findings: readonly Finding[]): Watching {
  const counted = findings.flatMap((finding) => {
    const { basis } = finding;
    return basis.by === 'watch' ? [countedTally(finding, basis)] : [];
  });
  const byTarget = Map.groupBy(counted, ({ finding }) => finding.target);
  const byFinding = new Map(counted.map((one) => [one.finding, one]));
  return {
    look: (event) => {
      if (event.transcript.response === undefined) return;
      for (const one of byTarget.get(event.target) ?? []) one.look(event);
    },
    resultOf: (finding) => {
      const one = byFinding.get(finding);
      if (one === undefined) throw new Inconsistent('it is recorded as a watch, and is none of the record');
      return one.result();
    },
  };
}

type Basis = Extract<Finding['basis'], { by: 'watch' }>;

/** Looks at as many answers as the finding says that it was made from. */
function countedTally(finding: Finding, { seen, carried }: Basis) {
  const tally = tallyFor(finding, carried);
  let left = seen;
  return {
    finding,
    look: (event: ExchangeEvent): void => {
      if (left > 0 && !(tally instanceof Inconsistent)) tally.look(event);
      left -= 1;
    },
    result: (): WatchResult => {
      if (tally instanceof Inconsistent) throw tally;
      return tally.result();
    },
  };
}

/** What is wrong with a finding is said in its turn. */
function tallyFor(finding: Finding, carried: Basis['carried']): Tally | Inconsistent {
  try {
    const plan = planOf(finding);
    if (plan.kind !== 'watch') return new Inconsistent('its plan is no watch');
    const place = placeOf(finding.place);
    return createTally({ watch: plan.watch, place, requirements: gradedOf(finding.requirements) }, carried);
  } catch (error) {
    if (error instanceof Inconsistent) return error;
    throw error;
  }
}
