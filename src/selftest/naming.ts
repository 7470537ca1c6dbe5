import type { Case } from '../suite/schema.ts';
import type { SelftestContext } from './context.ts';

/** The cases and watches that name one of these requirements. */
export type Naming = {
  /** Ids of the quick ones. Where a watch is among them, a few cases of every suite give it something to watch. */
  readonly quick: readonly string[];
  /** Those that wait in real time. */
  readonly waiting: readonly Case[];
};

export function namingOf({ suites }: Pick<SelftestContext, 'suites'>, requirements: readonly string[]): Naming {
  const names = (item: { readonly requirements: readonly string[] }): boolean =>
    item.requirements.some((id) => requirements.includes(id));
  const cases = suites.flatMap((suite) => suite.cases.filter(names));
  const watches = suites.flatMap((suite) => suite.watches ?? []).filter(names);
  const seen = watches.length === 0 ? [] : suites.flatMap((suite) => suite.cases.filter(isQuick).slice(0, 4));
  return {
    quick: [...cases.filter(isQuick), ...watches, ...seen].map(({ id }) => id),
    waiting: cases.filter((item) => !isQuick(item)),
  };
}

function isQuick({ lane }: Case): boolean {
  return lane !== 'slow';
}
