import type { Bench } from '../bench/bench.ts';
import { HarnessError } from '../errors.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { Preflight } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';

/** One preflight under way: what is learnt goes into the facts of the bench, what is wrong into the problems. */
export type Inspection = { readonly bench: Bench; readonly problems: Preflight['problems'] };

/** Notes a problem that leaves the cases of its place to be judged, or to be skipped. */
export function warn({ problems }: Inspection, message: string): void {
  problems.push({ severity: 'warning', message });
}

/** Notes a problem that keeps every case at a place from being judged. */
export function block({ bench, problems }: Inspection, place: Place, message: string): void {
  bench.facts.blocked.set(place, message);
  problems.push({ severity: 'error', message: `${place}: ${message}` });
}

/** Runs the inspection of a place; an error that was foreseen blocks the place and lets the others go on. */
export async function blockOnError(inspection: Inspection, place: Place, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof HarnessError) && !(error instanceof Inapplicable)) throw error;
    block(inspection, place, error.message);
  }
}
