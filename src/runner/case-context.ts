import type { Bench } from '../bench/bench.ts';
import type { Registered } from '../bench/registered.ts';
import type { Session } from '../bench/session.ts';
import type { Sessions } from '../bench/sessions.ts';
import type { SentProof } from '../proof/draft.ts';
import type { ExchangeSpec, Place } from '../suite/schema.ts';
import type { Controls } from './controls.ts';
import type { Instance } from './select.ts';
import type { Slots } from './slots.ts';

/** `crowd`: among others, where silence may be anybody's doing. `alone`: nobody else is sending. */
export type Crowding = 'crowd' | 'alone';

export type CaseInstance = Instance & { readonly kind: 'case' };

/** What the cases of one pool share. */
export type CaseContext = {
  readonly bench: Bench;
  readonly sessions: Sessions;
  readonly controls: Controls;
  readonly slots: Slots;
  readonly crowding: Crowding;
};

/** One attempt at one case. */
export type CaseRun = CaseContext & {
  readonly instance: CaseInstance;
  /** The clients that it has registered, by the names of the exchanges. */
  readonly registered: Map<string, Registered>;
};

/** One exchange of it: where it goes, with which session, and the proofs sent before it, by the names of their exchanges. */
export type StepContext = CaseRun & {
  readonly spec: ExchangeSpec;
  readonly place: Place;
  readonly session: Session;
  readonly earlier: ReadonlyMap<string, SentProof>;
};
