import { defined } from '../../defined.ts';
import type { Problem } from '../../record/problem.ts';
import type { Snapshot, Standing, Weight } from './snapshot.ts';

/**
 * `new`: it counts, and what shows it was tried before and did not. `worse`, `better`: there before and later. `gone`: all that
 * showed it was tried again and does not. `unknown`: what shows it was tried in one of the runs only. `same`: all else.
 */
export const changeKinds = ['new', 'worse', 'unknown', 'better', 'gone', 'same'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export type ProblemChange = {
  readonly kind: ChangeKind;
  readonly id: string;
  /** In the run in which it is; at least one of them. */
  readonly before?: Problem;
  readonly after?: Problem;
  /** Instances that weigh more now than before. */
  readonly worse: readonly string[];
  /** Instances that weigh less now than before. */
  readonly better: readonly string[];
  /** Its findings that only one of the runs tried. */
  readonly untried: readonly string[];
  /** Places where it was not seen before, although they were tried. */
  readonly furtherPlaces: readonly string[];
  /** Where it is in one run only: the problem that its findings belong to in the other one. */
  readonly alsoAs?: string;
};

/** Each problem of either run, by its id. */
export function problemChanges(before: Snapshot, after: Snapshot): readonly ProblemChange[] {
  const ids = [...new Set([...after.problems, ...before.problems].map(({ id }) => id))];
  const changes = ids.map((id) => changeOf(id, before, after));
  return changes.toSorted((a, b) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind));
}

type Compared = {
  readonly instance: string;
  readonly earlier: Weight;
  readonly later: Weight;
  readonly isFuzzed: boolean;
  /** Both runs tried it, so the later one can be held against the earlier one. */
  readonly isTried: boolean;
};

function changeOf(id: string, before: Snapshot, after: Snapshot): ProblemChange {
  const one = before.problems.find((problem) => problem.id === id);
  const other = after.problems.find((problem) => problem.id === id);
  const instances = [...new Set([...(other?.findings ?? []), ...(one?.findings ?? [])])];
  const compared = instances.map((instance) => comparedAt(instance, before, after));
  const named = (isWanted: (one: Compared) => boolean): readonly string[] =>
    compared.filter(isWanted).map(({ instance }) => instance);
  const worse = named(isWorseNow);
  const better = named(isBetterNow);
  const untried = named(({ isTried }) => !isTried);
  const grown = worse.filter((instance) => before.standings.get(instance)?.weight !== undefined);
  const known = new Set(one?.places);
  const furtherPlaces = [...new Set(grown.map(placeOf))].filter((place) => !known.has(place));
  const alsoAs = aliasOf(compared, one === undefined ? before : after, id);
  const isOfOneRun = one === undefined || other === undefined;
  const kind = kindOf({ one, other, worse: weighty(worse, one, before), better, compared });
  return {
    kind,
    id,
    worse,
    better,
    untried,
    furtherPlaces,
    ...defined({ before: one, after: other, alsoAs: isOfOneRun ? alsoAs : undefined }),
  };
}

/** Fuzzing shows the same problem by other plans each time: of one that is known, another plan is nothing new. */
function weighty(worse: readonly string[], one: Problem | undefined, before: Snapshot): readonly string[] {
  if (one === undefined) return worse;
  return worse.filter((instance) => before.standings.has(instance));
}

type Kinds = {
  readonly one: Problem | undefined;
  readonly other: Problem | undefined;
  readonly worse: readonly string[];
  readonly better: readonly string[];
  readonly compared: readonly Compared[];
};

function kindOf({ one, other, worse, better, compared }: Kinds): ChangeKind {
  if (worse.length > 0) return one === undefined ? 'new' : 'worse';
  // Where cases show a problem, fuzzing need not find it again.
  const isOpen = compared.some(({ isTried, isFuzzed }) => !isTried && !isFuzzed);
  if (other === undefined && better.length > 0) {
    if (compared.some(({ later }) => later !== undefined && later > 0)) return 'better';
    return isOpen ? 'unknown' : 'gone';
  }
  if (better.length > 0) return 'better';
  const isOfOneRun = one === undefined || other === undefined;
  return isOfOneRun && compared.every(({ isTried }) => !isTried) ? 'unknown' : 'same';
}

/** A skip, and what could not be judged, is no sign that a problem was not there; but that it counts now is news. */
function isWorseNow({ earlier, later, isTried }: Compared): boolean {
  return isTried && later !== undefined && later > 1 && later > (earlier ?? 0);
}

function isBetterNow({ earlier, later, isTried }: Compared): boolean {
  return isTried && later !== undefined && earlier !== undefined && later < earlier;
}

function comparedAt(instance: string, before: Snapshot, after: Snapshot): Compared {
  const earlier = before.standings.get(instance);
  const later = after.standings.get(instance);
  const isFuzzed = (earlier ?? later)?.isFuzzed === true;
  if (isFuzzed && isSameCampaign(before, after))
    return { instance, earlier: weightIn(earlier), later: weightIn(later), isFuzzed, isTried: true };
  const isTried = earlier !== undefined && later?.weight !== undefined;
  return { instance, earlier: earlier?.weight, later: later?.weight, isFuzzed, isTried };
}

/** What such a campaign has no finding for did not show. */
function weightIn(standing: Standing | undefined): Weight {
  return standing === undefined ? 0 : standing.weight;
}

function isSameCampaign({ run, isFuzzed }: Snapshot, after: Snapshot): boolean {
  const { seed, suiteDigest, proofmark } = after.run;
  const isSame = run.seed === seed && run.suiteDigest === suiteDigest && run.proofmark === proofmark;
  return isFuzzed && after.isFuzzed && isSame;
}

/** A missing check explains finer faults: when it is mended in part, these show as problems of their own. */
function aliasOf(compared: readonly Compared[], { problems }: Snapshot, id: string): string | undefined {
  const instances = new Set(compared.map(({ instance }) => instance));
  return problems.find((problem) => problem.id !== id && problem.findings.some((one) => instances.has(one)))?.id;
}

/** `case@place~subject` */
function placeOf(instance: string): string {
  return instance.slice(instance.indexOf('@') + 1).replace(/~.*$/, '');
}
