import type { Members, Surroundings } from '../draft.ts';
import type { ProofKey } from '../proof-key.ts';

/** The source of all values that replace the symbols of a plan. */
export type ResolveContext = {
  readonly surroundings: Surroundings;
  readonly method: string;
  readonly url: string;
  readonly key: ProofKey;
  /** The access token beside the proof, if it is already known. */
  readonly token?: string;
  /** The members of the proof before any op changes it. */
  readonly lawful?: Readonly<Record<'header' | 'payload', Readonly<Members>>>;
};
