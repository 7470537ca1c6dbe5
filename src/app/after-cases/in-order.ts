import type { RunOptions } from '../../runner/run.ts';

/** What is done at each target when its cases have run. */
export type AfterCases = NonNullable<RunOptions['afterCases']>;

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
