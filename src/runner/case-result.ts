import type { Judgement } from '../verdict/finding.ts';

export type CaseResult = Judgement & {
  readonly exchanges: readonly string[];
  /** The target fell silent meanwhile; among other cases that may be the doing of any of them. */
  readonly silent?: Silence;
};

/** `hung`: no answer came in time, but the connection stood. `died`: the lawful request after the answered one got none. */
export type Silence = { readonly hung: boolean; readonly died: boolean };
