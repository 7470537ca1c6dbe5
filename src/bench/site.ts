import type { Place } from '../suite/schema.ts';
import type { Bench } from './bench.ts';
import type { Session } from './session.ts';

/** One place of an opened target, with a session to send from. */
export type Site<P extends Place = Place> = {
  readonly bench: Bench;
  readonly place: P;
  readonly session: Session;
};
