import { measureQuirks, type MeasureOptions } from '../../quirks/measure.ts';
import type { AfterCases } from './in-order.ts';

/** Measures what each target is like; `alone`: nothing else is asked for, so nothing is missing either. */
export function measure(options: MeasureOptions, alone = false): AfterCases {
  return async ({ bench, emit }) => {
    if (!bench.signal.aborted) emit(await measureQuirks(bench, options));
    return { findings: [], isJudged: alone };
  };
}
