import { measureQuirks, type MeasureOptions } from '../../quirks/measure.ts';
import type { AfterCases } from './in-order.ts';

/** Measures the quirks of each target. */
export function measure(options: MeasureOptions): AfterCases {
  return async ({ bench, emit }) => {
    if (!bench.signal.aborted) emit(await measureQuirks(bench, options));
    return { findings: [] };
  };
}
