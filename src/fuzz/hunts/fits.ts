import type { Bench } from '../../bench/bench.ts';
import { whyNot } from '../../runner/applies.ts';
import type { Case, Place } from '../../suite/schema.ts';

const suite = { id: 'fuzz', title: '', section: '', cases: [] };

/** Whether a case applies to this target; a run decides the same for the cases of its suites. */
export function fits(bench: Bench, place: Place, item: Case): boolean {
  const instance = { kind: 'case', id: item.id, index: 0, suite, requirements: [], place, case: item } as const;
  return whyNot(bench, instance) === undefined;
}
