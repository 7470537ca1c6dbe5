/** The smallest value that at least this part of the values (0 to 1) does not exceed. */
export function quantileOf(values: readonly number[]): (part: number) => number {
  const sorted = values.toSorted((a, b) => a - b);
  return (part) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
