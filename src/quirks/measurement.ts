import type { Quirk, QuirkValue } from '../record/quirk.ts';
import type { Bench } from '../bench/bench.ts';
import type { Session } from '../bench/session.ts';

export type QuirkPlace = Quirk['place'];

/** Where a quirk is being measured: one endpoint of one target, with a session of its own. */
export type Site = {
  readonly bench: Bench;
  readonly place: QuirkPlace;
  readonly session: Session;
  /** Name of the quirk, for the ids of the exchanges. */
  readonly quirk: string;
};

/** One quirk and the way to measure it. */
export type Measurement = Pick<Quirk, 'id' | 'group' | 'title' | 'how' | 'repetitions'> & {
  /** Where it is a peculiarity at all; everywhere if absent. */
  readonly at?: readonly QuirkPlace[];
  /** Waits in real time, for minutes. */
  readonly isSlow?: boolean;
  /** @throws Unmeasured or Inapplicable where there is nothing to be found out */
  readonly measure: (site: Site) => Promise<QuirkValue>;
};

/** The quirk could not be measured; the message says why. */
export class Unmeasured extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'Unmeasured';
  }
}

/** The same, where the target does not answer even lawful requests any more. */
export class Silent extends Unmeasured {}
