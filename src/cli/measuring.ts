import { measureQuirks, type MeasureOptions } from '../quirks/measure.ts';
import type { RunOptions } from '../runner/run.ts';

type AfterCases = NonNullable<RunOptions['afterCases']>;

/** Measures what each target is like; `alone`: nothing else is asked for, so nothing is missing either. */
export function measuring(options: MeasureOptions, alone = false): AfterCases {
  return async ({ bench, emit }) => {
    if (!bench.signal.aborted) emit(await measureQuirks(bench, options));
    return { findings: [], isJudged: alone };
  };
}

/** One after the other, at each target. */
export function inOrder(first: AfterCases | undefined, second: AfterCases): AfterCases {
  if (first === undefined) return second;
  return async (stage) => {
    const one = await first(stage);
    const other = await second({ ...stage, nextIndex: stage.nextIndex + one.findings.length });
    return {
      findings: [...one.findings, ...other.findings],
      isJudged: one.isJudged || other.isJudged,
      problems: (one.problems ?? 0) + (other.problems ?? 0),
    };
  };
}
