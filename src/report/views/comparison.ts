import type { Comparison } from '../../record/comparison.ts';
import { cut, plainText } from '../text/plain.ts';

type Difference = Comparison['differences'][number];

/** Differences with the same answer to "who accepts?". */
export type ComparisonGroup = { readonly title: string; readonly differences: readonly DifferenceView[] };

export type DifferenceView = {
  readonly places: string;
  /** The changes in words. */
  readonly change: string;
  readonly plan: string;
  readonly opinion: string;
  readonly cells: readonly string[];
  readonly alike: number;
};

export type ComparisonView = { readonly text: string; readonly groups: readonly ComparisonGroup[] };

export function comparisonView(comparison: Comparison): ComparisonView {
  const groups = Map.groupBy(comparison.differences.toSorted(byWeight), titleOf);
  return {
    text: summaryOf(comparison),
    groups: [...groups].map(([title, list]) => ({ title, differences: list.map(differenceView) })),
  };
}

function summaryOf({ targets, places, plans, compared, differing, flickered, lost, ...rest }: Comparison): string {
  const shown = rest.differences.length;
  const parts = [
    `${targets.join(', ')}: ${plans} plans at ${places.join(', ') || 'no place in common'}, ${compared} to be compared`,
    differing === 0
      ? 'no difference'
      : `${differing} answered differently, of ${shown} ${shown === 1 ? 'kind' : 'kinds'}`,
    ...(flickered === 0 ? [] : [`${flickered} more not seen a second time`]),
    ...(lost.length === 0 ? [] : [`not compared, or not to the end: ${lost.join(', ')}`]),
    `seed ${rest.seed}`,
    `ended: ${rest.stopped}`,
  ];
  return parts.join('; ');
}

/** What must be refused or accepted before what is left open; then by how often it was seen. */
function byWeight(one: Difference, other: Difference): number {
  const open = (difference: Difference): number => Number(difference.expect === 'either');
  return open(one) - open(other) || other.alike - one.alike;
}

/** The minority is named: "only a accepts", "only c refuses". */
function titleOf({ cells }: Difference): string {
  const isOfRoles = new Set(cells.map(({ target }) => target)).size === 1;
  const named = (answered: string): readonly string[] =>
    cells
      .filter((cell) => cell.answered === answered)
      .map(({ target, place }) => (isOfRoles ? `${target} at ${place}` : target));
  const [yes, no] = [named('accepted'), named('refused')];
  if (yes.length === 1) return `only ${yes.join()} accepts`;
  if (no.length === 1) return `only ${no.join()} refuses`;
  return `${yes.join(', ')} accept, ${no.join(', ')} refuse`;
}

function differenceView(difference: Difference): DifferenceView {
  const { plan, words, key, cells, expect, isDoubtful, requirements, policy, alike } = difference;
  const has = isDoubtful === true ? 'should' : 'must';
  const rows = requirements.length === 0 ? '' : ` (${requirements.join(', ')})`;
  const opinions = {
    refuse: `${has} be refused${rows}`,
    accept: `${has} be accepted${rows}`,
    either: `either answer is lawful${policy === undefined ? rows : `: ${policy}`}`,
  };
  const change = words.length === 0 ? 'nothing is changed' : words.join('; ');
  return {
    places: [...new Set(cells.map(({ place }) => place))].join(' and '),
    change: shown(key === undefined ? change : `${change}; sent with a key of ${key}`),
    plan: shown(JSON.stringify(plan)),
    opinion: opinions[expect],
    cells: cells.map(({ target, place, answered }) => `${target}@${place} ${answered}`),
    alike,
  };
}

function shown(text: string): string {
  return cut(plainText(text), 500);
}
