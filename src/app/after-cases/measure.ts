import { measureQuirks, type MeasureOptions } from '../../quirks/measure.ts';
import type { AfterCases } from './in-order.ts';

/** Measures the quirks of each target. `alone`: the run has nothing else to do, so nothing counts as not judged. */
export function measure(options: MeasureOptions, alone = false): AfterCases {
  return async ({ bench, emit }) => {
    if (!bench.signal.aborted) emit(await measureQuirks(bench, options));
    return { findings: [], isJudged: alone };
  };
}
