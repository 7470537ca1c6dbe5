import { isDeepStrictEqual } from 'node:util';
import type { RunStarted } from './schema.ts';
import { withoutShard } from './shard.ts';

type Start = Pick<
  RunStarted,
  | 'proofmark'
  | 'suiteDigest'
  | 'seed'
  | 'profiles'
  | 'strict'
  | 'failOn'
  | 'minJudged'
  | 'scope'
  | 'targets'
  | 'measuresOnly'
>;

/**
 * In what two runs differ that are to be one, in words: `another seed (2 and not 1)`. Of their shards nothing is said.
 * `undefined`: they test the same targets with the same cases and weights.
 */
export function differenceOf(other: Start, first: Start): string | undefined {
  const spelt = spellings.find(({ of }) => of(other) !== of(first));
  if (spelt !== undefined) return `another ${spelt.what} (${spelt.of(other)} and not ${spelt.of(first)})`;
  const names = (start: Start): string => start.targets.map(({ name }) => name).join(', ');
  if (names(other) !== names(first)) return `other targets (${names(other)} and not ${names(first)})`;
  for (const [index, target] of other.targets.entries()) {
    const own = first.targets[index];
    const what = parts.find((part) => !isDeepStrictEqual(target[part.of], own?.[part.of]))?.what;
    if (what !== undefined) return `another ${what} of the target ${JSON.stringify(target.name)}`;
  }
  return undefined;
}

const spellings: readonly { readonly what: string; readonly of: (start: Start) => string }[] = [
  { what: 'version of Proofmark', of: ({ proofmark }) => proofmark },
  { what: 'catalogue or other suites', of: ({ suiteDigest }) => suiteDigest.slice(0, 12) },
  { what: 'seed', of: ({ seed }) => String(seed) },
  { what: 'set of profiles', of: ({ profiles }) => profiles.toSorted().join(', ') || 'none' },
  { what: 'weight of a broken SHOULD', of: ({ strict }) => (strict ? '--strict' : 'without --strict') },
  {
    what: 'gate',
    of: ({ failOn, minJudged = 0 }) => [...failOn, ...(minJudged > 0 ? [`${minJudged} %`] : [])].join(','),
  },
  { what: 'choice of cases', of: choice },
];

function choice(start: Start): string {
  const { narrowed, slow } = withoutShard(start.scope);
  const options = narrowed.map(({ by, to = [] }) => [by, to.join(',')].filter((part) => part !== '').join(' '));
  const measures = start.measuresOnly === true ? ['measurements only'] : [];
  return [...options, ...(slow ? ['--slow'] : []), ...measures].join(' ') || 'all cases';
}

const parts: readonly { readonly what: string; readonly of: keyof RunStarted['targets'][number] }[] = [
  { what: 'descriptor', of: 'digest' },
  { what: 'set of roles', of: 'roles' },
  { what: 'set of claims', of: 'claims' },
  { what: 'waiver file', of: 'waivers' },
  { what: 'base', of: 'base' },
];
