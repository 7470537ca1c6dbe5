import type { Basis, Silence } from '../record/basis.ts';
import type { Judgement } from '../verdict/judgement.ts';

export type { Silence };

export type CaseResult = Judgement & {
  readonly exchanges: readonly string[];
  /** What the verdict can be made from again. */
  readonly basis: Basis;
  /** The target fell silent meanwhile; among other cases that may be the doing of any of them. */
  readonly silent?: Silence;
};
