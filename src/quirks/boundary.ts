import type { QuirkValueOf } from '../record/quirk.ts';

type Search = {
  /** Whether a request with this amount is accepted; an amount of 0 is. */
  readonly accepts: (amount: number) => Promise<boolean>;
  readonly limit: number;
  /** How often the boundary is searched. */
  readonly repetitions: number;
};

export type Boundary = Omit<QuirkValueOf<'number'>, 'kind' | 'unit'>;

/** The distance, in steps, within which a repetition searches the boundary again. */
const drift = 3;

/** The largest amount that is accepted. It is found by doubling and bisection; repetitions search near the first result. */
export async function findBoundary({ accepts, limit, repetitions }: Search): Promise<Boundary> {
  const first = await farthest(accepts, limit);
  const found = [first];
  while (found.length < repetitions) found.push(await again(accepts, first, limit));
  const boundary = spread(found);
  return first === limit ? { ...boundary, isAtLeast: true } : boundary;
}

async function farthest(accepts: Search['accepts'], limit: number): Promise<number> {
  let within = 0;
  let beyond = 1;
  while (await accepts(beyond)) {
    within = beyond;
    if (within === limit) return limit;
    beyond = Math.min(beyond * 2, limit);
  }
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (await accepts(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}

async function again(accepts: Search['accepts'], near: number, limit: number): Promise<number> {
  let at = near;
  if (at === 0 || (await accepts(at))) {
    while (at < limit && at - near < drift && (await accepts(at + 1))) at += 1;
    return at;
  }
  do at -= 1;
  while (at > 0 && near - at < drift && !(await accepts(at)));
  return at;
}

export function spread(values: readonly number[]): Boundary {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}
