import type { Op } from '../plan/ops.ts';
import type { SentProof } from '../proof/draft.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import type { Session } from './session.ts';

/** One exchange to be made: a lawful request of a session, and the ops that change it. */
export type Order = {
  readonly instance: string;
  readonly purpose: ExchangeEvent['purpose'];
  readonly place: Place;
  readonly session: Session;
  readonly ops: readonly Op[];
  /** Ops that the report marks as the change; the rest is the lawful request's. */
  readonly delta: readonly Op[];
  readonly earlier: ReadonlyMap<string, SentProof>;
  /** Answer demands for a nonce and send again, so that a challenge does not mask what is tested. */
  readonly answerChallenges: boolean;
  readonly fault?: string;
};
