import { rest } from '../bench/rest.ts';
import type { QuirkValueOf } from '../record/quirk.ts';
import { type QuirkSite, Unmeasured } from './measurement.ts';

/** Ages in seconds; they are closer together around the limits that servers usually have. */
const rungs: readonly number[] = [
  1, 2, 3, 4, 5, 6, 8, 9, 11, 14, 16, 19, 21, 25, 29, 31, 36, 44, 46, 52, 59, 61, 70, 80, 89, 91, 105, 119, 121, 135,
  149, 151, 179, 181, 210, 239, 241, 270, 299, 301, 330, 359, 361, 390, 419,
];

type Climb = {
  /** When the item of a rung began, in milliseconds since the epoch. */
  readonly bornAt: (rung: number) => number;
  /** Whether the item of a rung is still good. */
  readonly holds: (rung: number) => Promise<boolean>;
};

/**
 * Waits for one rung after the other until an item is no longer good. The spread is the interval between the last age at
 * which an item was good and the first age at which one was not.
 * @throws Unmeasured where the run is interrupted
 */
export async function climb({ bench }: QuirkSite, { bornAt, holds }: Climb): Promise<QuirkValueOf<'number'>> {
  let held = 0;
  for (const [index, rung] of rungs.entries()) {
    await rest(Math.max(0, bornAt(index) + rung * 1000 - Date.now()), bench.signal);
    if (bench.signal.aborted) throw new Unmeasured('the run was interrupted');
    // The request may be late, so its own age counts.
    const age = Math.round((Date.now() - bornAt(index)) / 100) / 10;
    if (!(await holds(index))) return { kind: 'number', unit: 'seconds', ...between(held, age) };
    held = age;
  }
  return { kind: 'number', unit: 'seconds', ...between(held, held), isAtLeast: true };
}

export const rungCount = rungs.length;

/** An item, and when it began, in milliseconds since the epoch. */
export type Born<T> = { readonly item: T; readonly at: number };

/** Gets an item for each rung, and some more that are used at once. */
export async function gather<T>(extra: number, obtain: () => Promise<T>): Promise<readonly Born<T>[]> {
  const all: Born<T>[] = [];
  while (all.length < rungCount + extra) {
    const item = await obtain();
    all.push({ item, at: Date.now() });
  }
  return all;
}

function between(min: number, max: number): { median: number; min: number; max: number } {
  return { median: Math.round((min + max) * 5) / 10, min, max };
}
