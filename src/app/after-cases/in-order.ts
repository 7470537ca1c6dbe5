import type { Stages } from '../../runner/earlier.ts';
import type { RunOptions } from '../../runner/run.ts';

/** Work at each target after its cases have run. */
export type AfterCases = NonNullable<RunOptions['afterCases']>;

/** Does both at each target, one after the other. */
export function inOrder(first: AfterCases | undefined, second: AfterCases): AfterCases {
  if (first === undefined) return second;
  return async (stage) => {
    const one = await first(stage);
    const other = await second({ ...stage, nextIndex: stage.nextIndex + one.findings.length });
    return { findings: [...one.findings, ...other.findings] };
  };
}

/** Not again, where it had come to its end before the run was interrupted. */
export function unless(stage: keyof Stages, work: AfterCases): AfterCases {
  return async (at) => (at.ended[stage] ? { findings: [] } : work(at));
}
