import type { Op } from '../plan/ops.ts';
import type { Pair, SentProof } from '../proof/draft.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import type { Session } from '../bench/session.ts';

/** One exchange to be made: a lawful request of a session, and the ops that change it. */
export type Order = {
  readonly instance: string;
  readonly purpose: ExchangeEvent['purpose'];
  readonly place: Place;
  readonly session: Session;
  /** Which of the target's replicas it goes to, counted from 1; whichever the public URL leads to if absent. */
  readonly replica?: number;
  readonly ops: readonly Op[];
  /** Ops that the report marks as the change; the rest is the lawful request's. */
  readonly delta: readonly Op[];
  /** In place of a new one. */
  readonly grant?: readonly Pair[];
  readonly earlier: ReadonlyMap<string, SentProof>;
  /** Answer demands for a nonce and send again, so that a challenge does not mask what is tested. */
  readonly answerChallenges: boolean;
  readonly fault?: string;
  /** Milliseconds after which no answer will come any more; the limit of the descriptor if absent. */
  readonly patience?: number;
};
