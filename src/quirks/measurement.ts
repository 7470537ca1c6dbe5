import type { Quirk, QuirkValue } from '../record/quirk.ts';
import type { Site } from '../bench/site.ts';

export type QuirkPlace = Quirk['place'];

/** Where a quirk is measured: one endpoint of one target, with a session of its own. */
export type QuirkSite = Site<QuirkPlace> & {
  /** The id of the quirk, for the ids of the exchanges. */
  readonly quirk: string;
};

/** One quirk and the way to measure it. */
export type Measurement = Pick<Quirk, 'id' | 'group' | 'title' | 'how' | 'repetitions'> & {
  /** The places where it can be measured; all of them if absent. */
  readonly at?: readonly QuirkPlace[];
  /** Whether it waits in real time, for minutes. */
  readonly isSlow?: boolean;
  /** @throws Unmeasured or Inapplicable where it cannot be measured */
  readonly measure: (site: QuirkSite) => Promise<QuirkValue>;
};

/** The quirk could not be measured; the message says why. */
export class Unmeasured extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'Unmeasured';
  }
}

/** The same, because the target no longer answers even lawful requests. */
export class Silent extends Unmeasured {}
