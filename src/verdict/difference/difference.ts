import type { Verdict } from '../../record/schema.ts';
import { type ProblemChange, problemChanges } from './problem-change.ts';
import type { RunFacts, Snapshot, Standing } from './snapshot.ts';

/** What the run `after` has otherwise than the run `before`. */
export type RunDifference = {
  readonly before: RunFacts;
  readonly after: RunFacts;
  readonly targets: readonly TargetDifference[];
  /** Targets that only one of the runs has. Nothing can be said of them. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
};

export type TargetDifference = {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** New ones first, then what became worse, better, is gone, and what could not be compared. */
  readonly problems: readonly ProblemChange[];
  /** Cases beside the problems that came out otherwise, by how. */
  readonly moves: readonly Move[];
  /** Cases that were judged before, and do not apply later. */
  readonly newSkips: readonly string[];
  /** Cases that were judged before, and could not be judged later. */
  readonly unjudged: readonly string[];
  /** How many cases only one of the runs has. */
  readonly onlyBefore: number;
  readonly onlyAfter: number;
};

export type Move = { readonly from: Verdict; readonly to: Verdict; readonly instances: readonly string[] };

/** Targets are matched by name. Where each run has only one, these are compared whatever their names are. */
export function differenceOf(before: readonly Snapshot[], after: readonly Snapshot[]): RunDifference | undefined {
  const pairs = pairsOf(before, after);
  const [first] = pairs;
  if (first === undefined) return undefined;
  const paired = new Set(pairs.flat());
  const alone = (snapshots: readonly Snapshot[]): readonly string[] =>
    snapshots.filter((one) => !paired.has(one)).map(({ target }) => target);
  return {
    before: first[0].run,
    after: first[1].run,
    targets: pairs.map(([one, other]) => compareSnapshots(one, other)),
    onlyBefore: alone(before),
    onlyAfter: alone(after),
  };
}

type Pair = readonly [before: Snapshot, after: Snapshot];

function pairsOf(before: readonly Snapshot[], after: readonly Snapshot[]): readonly Pair[] {
  const [one, ...others] = before;
  const [other, ...more] = after;
  if (one !== undefined && other !== undefined && others.length === 0 && more.length === 0) return [[one, other]];
  return after.flatMap((later): readonly Pair[] => {
    const earlier = before.find(({ target }) => target === later.target);
    return earlier === undefined ? [] : [[earlier, later]];
  });
}

/** The same target in two runs. */
export function compareSnapshots(before: Snapshot, after: Snapshot): TargetDifference {
  const problems = problemChanges(before, after);
  const ofProblems = new Set([...before.problems, ...after.problems].flatMap(({ findings }) => findings));
  const both = [...after.standings].flatMap(([instance, later]) => {
    const earlier = before.standings.get(instance);
    return earlier === undefined ? [] : [{ instance, earlier, later }];
  });
  const judgedBefore = both.filter(({ earlier }) => earlier.weight !== undefined);
  const named = (found: typeof both): readonly string[] => found.map(({ instance }) => instance);
  return {
    before,
    after,
    problems,
    moves: movesOf(both.filter(({ instance }) => !ofProblems.has(instance))),
    newSkips: named(judgedBefore.filter(({ later }) => later.verdict === 'skip')),
    unjudged: named(judgedBefore.filter(({ later }) => later.weight === undefined && later.verdict !== 'skip')),
    onlyBefore: countOnly(before, after),
    onlyAfter: countOnly(after, before),
  };
}

type Both = { readonly instance: string; readonly earlier: Standing; readonly later: Standing };

function movesOf(both: readonly Both[]): readonly Move[] {
  const moved = both.filter(({ earlier, later }) => earlier.verdict !== later.verdict);
  const groups = Map.groupBy(moved, ({ earlier, later }) => `${earlier.verdict} ${later.verdict}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        { from: first.earlier.verdict, to: first.later.verdict, instances: group.map(({ instance }) => instance) },
      ];
    })
    .toSorted((a, b) => b.instances.length - a.instances.length);
}

/** Fuzzing has findings only where it found something. */
function countOnly({ standings }: Snapshot, other: Snapshot): number {
  return [...standings].filter(([instance, { isFuzzed }]) => !isFuzzed && !other.standings.has(instance)).length;
}

/** Something counts that did not count before, or counts for more. */
export function isWorse({ targets }: RunDifference): boolean {
  return targets.some(({ problems }) => problems.some(({ kind }) => kind === 'new' || kind === 'worse'));
}

/** The later run cannot show that nothing became worse: it judged less of the same, or did not come to its end. */
export function isUncertain({ after, targets }: RunDifference): boolean {
  return !after.isEnded || targets.some(({ unjudged }) => unjudged.length > 0);
}
