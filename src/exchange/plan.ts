import type { Site } from '../bench/site.ts';
import type { Op } from '../plan/ops.ts';
import type { Pair, SentProof } from '../proof/draft.ts';
import type { ExchangeEvent } from '../record/schema.ts';

/** One exchange to be sent: a lawful request of a session, and the ops that change it. */
export type Plan = Site & {
  readonly instance: string;
  readonly purpose: ExchangeEvent['purpose'];
  /** The replica of the target that it goes to, counted from 1; the public URL decides if absent. */
  readonly replica?: number;
  readonly ops: readonly Op[];
  /** The ops that the report shows as the change; the other ones belong to the lawful request. */
  readonly delta: readonly Op[];
  /** Used instead of a new one. */
  readonly grant?: readonly Pair[];
  /** Earlier exchanges that ops may name. */
  readonly earlier: ReadonlyMap<string, SentProof>;
  /** Whether a demand for a nonce is answered and the request sent again: a challenge must not mask what is tested. */
  readonly answerChallenges: boolean;
  readonly fault?: string;
  /** It goes over a new connection. */
  readonly fresh?: boolean;
  /** Milliseconds to wait for the answer; the limit of the descriptor if absent. */
  readonly patience?: number;
};

type PlanOptions = Partial<Omit<Plan, keyof Site>>;

/** A plan for one place of a target. The defaults are those of a set-up request: lawful, and challenges are answered. */
export function planFor({ bench, place, session }: Site, options: PlanOptions = {}): Plan {
  const ops = options.ops ?? [];
  const usual = {
    instance: 'setup',
    purpose: 'setup',
    delta: ops,
    earlier: new Map(),
    answerChallenges: true,
  } as const;
  return { ...usual, ...options, ops, bench, place, session };
}
