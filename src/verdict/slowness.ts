/** An answer is slow that takes so many times as long as is usual, and at least so many milliseconds. */
const slowFactor = 50;
const slowMs = 1000;

export function isSlow(ms: number, usualMs: number): boolean {
  return ms > slowLimit(usualMs);
}

export function slowLimit(usualMs: number): number {
  return Math.max(slowMs, slowFactor * usualMs);
}
