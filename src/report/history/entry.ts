import type { RunRecord, Tone } from '../../record/schema.ts';
import { compareSnapshots } from '../../verdict/difference/difference.ts';
import type { ChangeKind } from '../../verdict/difference/problem-change.ts';
import type { Snapshot } from '../../verdict/difference/snapshot.ts';
import { targetHeadline, scopeLine } from '../headline.ts';
import { reportModel, type TargetView } from '../model.ts';
import { cut, plainText } from '../text/plain.ts';

/** One target in one run, with no more than a history shows. All texts are plain. */
export type HistoryEntry = {
  readonly target: string;
  readonly runId: string;
  readonly startedAt: string;
  readonly headline: string;
  readonly scope: string;
  readonly tone: Tone;
  readonly gate: string;
  /** Missing where the run was killed. */
  readonly exitCode?: number;
  readonly problems: readonly HistoryProblem[];
  readonly moreProblems: number;
  /** Against the run before; empty for the first one. */
  readonly gone: readonly HistoryProblem[];
  readonly moreGone: number;
};

export type HistoryProblem = {
  readonly id: string;
  readonly title: string;
  readonly status: 'fail' | 'warn' | 'waived';
  /** What became of it since the run before. Without one there is nothing to say. */
  readonly mark?: Extract<ChangeKind, 'new' | 'worse' | 'better'>;
};

const max = 12;

/**
 * The entry of each target of a run.
 *
 * @param earlier of each target the run before, where there is one
 */
export function historyEntries(
  record: RunRecord,
  snapshots: readonly Snapshot[],
  earlier: ReadonlyMap<string, Snapshot>,
): readonly HistoryEntry[] {
  const { targets, gate, started, finished } = reportModel(record);
  return targets.map((target, index): HistoryEntry => {
    const snapshot = snapshots[index];
    const before = earlier.get(target.name);
    const { marks, gone } = changesSince(before, snapshot);
    return {
      target: text(target.name),
      runId: text(started.runId),
      startedAt: started.startedAt,
      headline: text(targetHeadline(target)),
      scope: target.tone === 'measured' ? '' : text(scopeLine(target.scope, started)),
      tone: target.tone,
      gate: text(gate.title),
      ...(finished === undefined ? {} : { exitCode: finished.exitCode }),
      problems: problemsOf(target, marks).slice(0, max),
      moreProblems: Math.max(0, target.problems.length - max),
      gone: gone.slice(0, max),
      moreGone: Math.max(0, gone.length - max),
    };
  });
}

type Changes = {
  readonly marks: ReadonlyMap<string, HistoryProblem['mark']>;
  readonly gone: readonly HistoryProblem[];
};

function changesSince(before: Snapshot | undefined, after: Snapshot | undefined): Changes {
  if (before === undefined || after === undefined) return { marks: new Map(), gone: [] };
  const { problems } = compareSnapshots(before, after);
  const marks = problems.flatMap(({ id, kind }) =>
    kind === 'new' || kind === 'worse' || kind === 'better' ? [[id, kind] as const] : [],
  );
  const gone = problems.flatMap(({ kind, before: problem }): readonly HistoryProblem[] =>
    kind === 'gone' && problem !== undefined
      ? [
          {
            id: text(problem.id),
            title: text(problem.title),
            status: problem.waived === true ? 'waived' : problem.verdict,
          },
        ]
      : [],
  );
  return { marks: new Map(marks), gone };
}

function problemsOf({ problems }: TargetView, marks: Changes['marks']): readonly HistoryProblem[] {
  return problems.map(({ problem, lead }) => {
    const mark = marks.get(problem.id);
    return {
      id: text(problem.id),
      title: text(lead.seen),
      status: problem.waived === true ? ('waived' as const) : problem.verdict,
      ...(mark === undefined ? {} : { mark }),
    };
  });
}

function text(source: string): string {
  return cut(plainText(source), 300);
}
