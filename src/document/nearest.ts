import leven from 'leven';

/** The candidate that a misspelt word most likely means, or `undefined` when none is close. Case and separators count little. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const scored = candidates
    .filter((candidate) => candidate !== word)
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .filter(({ candidate, distance: d }) => d <= tolerated(Math.min(word.length, candidate.length)));
  return scored.toSorted((a, b) => a.distance - b.distance)[0]?.candidate ?? contained(word, candidates);
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? '' : `; did you mean "${candidate}"?`;
}

function tolerated(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.floor(length / 3));
}

function distance(word: string, candidate: string): number {
  const folded = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, '');
  return folded(word) === folded(candidate)
    ? 0
    : leven(word.toLowerCase(), candidate.toLowerCase(), { maxDistance: 8 });
}

/** `basic` means `client_secret_basic` when no other candidate contains it. */
function contained(word: string, candidates: readonly string[]): string | undefined {
  const holders =
    word.length < 4 ? [] : candidates.filter((candidate) => candidate.toLowerCase().includes(word.toLowerCase()));
  return holders.length === 1 ? holders[0] : undefined;
}
