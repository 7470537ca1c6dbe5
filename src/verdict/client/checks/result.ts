/** What came of a check. `ok` undefined: there was nothing to judge. */
export type ClientResult = {
  readonly ok: boolean | undefined;
  readonly expected: string;
  readonly got: string;
  /** The request that shows it. */
  readonly exchange?: string;
  /** It is not kept because the client went no further. */
  readonly stopped?: true;
  /** A lawful server may take it, so it is a warning at most. */
  readonly isMild?: true;
};

export const kept = (expected: string, got: string, exchange?: string): ClientResult =>
  result(true, expected, got, exchange);
export const broken = (expected: string, got: string, exchange?: string): ClientResult =>
  result(false, expected, got, exchange);
export const unseen = (expected: string, got: string): ClientResult => result(undefined, expected, got);

function result(ok: boolean | undefined, expected: string, got: string, exchange?: string): ClientResult {
  return { ok, expected, got, ...(exchange === undefined ? {} : { exchange }) };
}
