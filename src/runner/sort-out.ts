import type { Bench } from '../bench/bench.ts';
import type { LeftOut } from '../record/obstacle.ts';
import type { CaseInstance } from './case-context.ts';
import { blockingPlace, closedAt, isAboutBearer, unrun } from './not-run.ts';
import type { Instance } from './select.ts';
import type { TargetRun } from './target-run.ts';

/** What is run, in the order of the suites, and what is not, by place. */
export type Sorted = { readonly kept: readonly Instance[]; readonly leftOut: readonly LeftOut[] };

/**
 * Leaves out the cases of places that the preflight has closed: its one sentence says more than a finding for each of them. A case
 * that can be judged all the same stays, and with it the watches over its place. Watches are about answers to proofs, so they do not stay
 * with a case that sends none.
 */
export function sortOut({ bench, instances, deal, earlier }: Sorting): Sorted {
  const { done } = earlier;
  const cases = instances.filter(
    (one): one is CaseInstance =>
      one.kind === 'case' && (done.has(one.id) || unrun(bench, one)?.basis.by !== 'blocked'),
  );
  const tried = new Set(cases.filter((one) => !isAboutBearer(bench, one)).map(({ place }) => place));
  const kept = new Set<Instance>([
    ...cases,
    ...instances.filter(
      (one) =>
        one.kind === 'watch' && (done.has(one.id) || tried.has(one.place) || whyClosed(bench, one) === undefined),
    ),
  ]);
  const left = instances.filter((instance) => !kept.has(instance) && deal.counts(instance));
  return {
    kept: instances.filter((instance) => kept.has(instance) && deal.runs(instance)),
    leftOut: byPlace(bench, left),
  };
}

type Sorting = Pick<TargetRun, 'bench' | 'instances' | 'deal' | 'earlier'>;

function byPlace(bench: Bench, left: readonly Instance[]): readonly LeftOut[] {
  return [...Map.groupBy(left, ({ place }) => place)].map(([place, own]) => {
    const why = own.map((instance) => whyClosed(bench, instance)).find((reason) => reason !== undefined) ?? '';
    return { place, count: own.length, why: bench.redactor.quote(why) };
  });
}

function whyClosed(bench: Bench, { place }: Instance): string | undefined {
  return closedAt(bench, place) ?? closedAt(bench, blockingPlace(place));
}
