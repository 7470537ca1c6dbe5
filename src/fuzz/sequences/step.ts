import { defined } from '../../defined.ts';
import type { Op } from '../../plan/ops.ts';
import type { Outcome } from '../../record/schema.ts';
import type { Need } from '../../suite/need.ts';
import type { ExchangeSpec, Fault, Place, SessionSpec } from '../../suite/schema.ts';

/** The course of a sequence: the place of its requests, the client that sends them, and the kind of grant. */
export type Track = {
  readonly id: string;
  readonly place: Place;
  readonly session: SessionSpec;
  readonly needs: readonly Need[];
  /** Each request costs a login. */
  readonly isCostly: boolean;
  /** Another track has the same place and grant, and tries there what can be done with any proof. */
  readonly isOfGrantOnly?: boolean;
};

/**
 * What must become of a step, as far as what went before decides that; the judge adds what its bytes say. `undecided`: the
 * text leaves it open, whatever the judge holds a server should do. `requirements`: the rows that another answer breaks.
 */
export type Demand = {
  readonly expect: 'accept' | 'refuse' | 'either' | 'undecided';
  readonly requirements: readonly string[];
  readonly fault?: Fault;
  /** Caps what a breach counts: never harsher than the text. */
  readonly atMost?: 'warn';
};

/** One step in the making: an exchange of the suite language, before it has a name and an expectation. */
export type Step = {
  readonly spec: Omit<ExchangeSpec, 'name' | 'expect' | 'premise'>;
  readonly demand: Demand;
  /** The proof is one that was accepted before, or has its `jti`. */
  readonly isReplay?: boolean;
  /** Says something only where the plain replay of that exchange is refused. */
  readonly onlyIfCaught?: string;
};

/** A step that has been sent. */
export type SentStep = Step & {
  readonly name: string;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly url: string;
  /** Of the proof that was sent, where it can be read. */
  readonly jti?: string;
  /** Whether the proof was made for this step. */
  readonly isOwnProof: boolean;
};

/** What has happened in a sequence: all that the model knows. */
export type Past = readonly SentStep[];

/** One thing a client, or a thief, may do next. */
export type Action = {
  readonly id: string;
  readonly weight: number;
  readonly needs?: readonly Need[];
  /** What has to go before it, if not a plain request. */
  readonly after?: readonly string[];
  /** `pick` chooses among the earlier steps that it can be done with; `undefined` where there is none. */
  readonly make: (past: Past, pick: number) => Step | undefined;
};

export const either: Demand = { expect: 'either', requirements: [] };
export const undecided: Demand = { expect: 'undecided', requirements: [] };

export function lawful(requirement: string, fault?: Fault): Demand {
  return { expect: 'accept', requirements: [requirement], ...defined({ fault }) };
}

export function refused(requirements: readonly string[], fault: Fault): Demand {
  return { expect: 'refuse', requirements, fault };
}

export function step(delta: Op[], demand: Demand, more: Partial<Step['spec']> = {}): Step {
  return { spec: { ...more, delta }, demand };
}

export function chosen(past: Past, pick: number, fits: (sent: SentStep) => boolean): SentStep | undefined {
  const found = past.filter(fits);
  return found[pick % Math.max(1, found.length)];
}

export function isAccepted({ outcome }: SentStep): boolean {
  return outcome.class === 'accepted';
}
