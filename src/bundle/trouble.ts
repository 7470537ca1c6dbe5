/** What `verify` looks at, in this order. */
export const checks = [
  'the zip is safe to unpack',
  'all files are there, unchanged, and nothing more',
  'every file is of its kind',
  'the signature',
  'the rules are those of this build',
  'every verdict follows from the record, and every proof was judged again',
  'each refusal has its controls beside it',
  'nothing that was to be judged is missing',
  'times, clocks and version',
  'what is derived was derived from the record',
  'the records belong together',
  'the level',
] as const;

/** The place of a check in the list, counted from 1. */
export type CheckNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

/**
 * `tampered`: changed, or never true. `unknown`: another build made it, so nothing can be recomputed. `unmet`: true, and less than is
 * asked. `loud`: to be known, and nothing against it.
 */
export type TroubleKind = 'tampered' | 'unknown' | 'unmet' | 'loud';

export type Trouble = {
  readonly check: CheckNumber;
  readonly kind: TroubleKind;
  /** The file, and the line, case or exchange in it. */
  readonly where: string;
  readonly problem: string;
};

export function trouble(check: CheckNumber, kind: TroubleKind, where: string, problem: string): Trouble {
  return { check, kind, where, problem };
}
