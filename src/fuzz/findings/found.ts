import type { Case } from '../../suite/schema.ts';
import type { Sighting } from './sighting.ts';

/** What a campaign came upon, as a case, and where it comes from. */
export type Found = {
  readonly case: Case;
  readonly origin: { readonly phase: string; readonly seed: number; readonly index: number };
  readonly path?: string;
  readonly surprise?: Sighting['surprise'];
  readonly subject?: string;
  /** These show the same. They are tried where this one does not show it each time. */
  readonly others?: readonly Found[];
};
