import type { Edit } from '../errors.ts';

/** `good`: as it has to be. `bad`: it keeps cases from being judged. `look`: a person should decide. `fact`: none of these. */
export const standings = ['bad', 'look', 'good', 'fact'] as const;
export type Standing = (typeof standings)[number];

/** One thing that was looked at. */
export type Line = {
  /** What it is about, in a word or two; lines of one part follow each other. */
  readonly part: string;
  readonly standing: Standing;
  readonly saw: string;
  /** The words of the server, bounded and masked. */
  readonly said?: string;
  readonly tried?: string;
  /** What to look at in the descriptor: `file:line:column path`. */
  readonly where?: string;
  readonly fix?: string;
  readonly edit?: Edit;
};
