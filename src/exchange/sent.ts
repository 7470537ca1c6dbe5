import type { SentProof } from '../proof/draft.ts';
import type { Outcome } from '../record/schema.ts';
import { jsonBody } from '../verdict/answer.ts';
import type { Answer } from '../verdict/check-result.ts';
import type { Burst } from '../verdict/judge-burst.ts';
import type { WireExchange } from '../wire/types.ts';

/** What became of a plan. */
export type Sent = {
  readonly id: string;
  readonly outcome: Outcome;
  readonly exchange: WireExchange;
  readonly answer?: Answer;
  readonly proof?: SentProof;
  /** Ids of the exchanges that were challenges, and were answered. */
  readonly challenges: readonly string[];
  /** Ids of the exchanges in which the same request was refused before, where the target wavers. */
  readonly refusals?: readonly string[];
  /** Milliseconds since the epoch, like `endedAt`. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly burst?: Burst;
};

/** The JSON object in the body of the answer. */
export function bodyOf({ exchange }: Sent): Readonly<Record<string, unknown>> | undefined {
  return exchange.response === undefined ? undefined : jsonBody(exchange.response);
}
