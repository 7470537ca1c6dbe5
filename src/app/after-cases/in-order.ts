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
