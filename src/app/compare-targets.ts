import { isOpenAt } from '../bench/offer.ts';
import { HarnessError } from '../errors.ts';
import { compare, type Contender, type Rules } from '../fuzz/differential/compare.ts';
import { fuzzPlaces } from '../fuzz/plans/vocabulary.ts';
import type { Comparison } from '../record/comparison.ts';
import type { BenchOptions } from '../preflight/open-bench/opening.ts';
import { openBench, type OpenedBench } from '../preflight/open-bench.ts';
import { preflight } from '../preflight/preflight.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';

type Surroundings = Omit<BenchOptions, 'emit' | 'watch'>;

/** Opens all targets at once and sends them the same plans. Only the comparison itself is recorded. */
export async function compareTargets(
  targets: readonly LoadedDescriptor[],
  surroundings: Surroundings,
  rules: Rules,
): Promise<Comparison> {
  const opened: OpenedBench[] = [];
  const contenders: Contender[] = [];
  const absent: string[] = [];
  try {
    for (const target of targets) {
      const one = await open(target, surroundings);
      if (one === undefined) absent.push(target.descriptor.name);
      else {
        opened.push(one);
        contenders.push(contenderOf(one, target));
      }
    }
    const comparison = await compare(contenders, rules);
    const names = targets.map(({ descriptor }) => descriptor.name);
    return { ...comparison, targets: names, lost: [...absent, ...comparison.lost] };
  } finally {
    await Promise.all(opened.map(({ close }) => close()));
  }
}

/** Answers `undefined` for a target that cannot be opened. Its own run has already reported that. */
async function open(target: LoadedDescriptor, surroundings: Surroundings): Promise<OpenedBench | undefined> {
  try {
    const opened = await openBench(target, { ...surroundings, emit: () => {}, watch: () => {} });
    await preflight(opened.bench);
    return opened;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}

function contenderOf({ bench }: OpenedBench, { descriptor }: LoadedDescriptor): Contender {
  const places = fuzzPlaces.filter((place) => isOpenAt(bench, place));
  const quiet = { ...bench, quiet: true };
  return { name: descriptor.name, bench: quiet, width: descriptor.limits.concurrency, places: new Set(places) };
}
