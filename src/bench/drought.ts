import { isUseless, lastOf } from './streak.ts';
import type { WireExchange } from '../wire/types.ts';

/**
 * Lawful exchanges at one endpoint since one was last accepted. Other than a streak it does not end with a refusal: a server
 * that sends something else each time would never be given up.
 */
export type Drought = {
  /** When the first useless answer came, in milliseconds since the epoch. */
  readonly since: number;
  /** How many got no useful answer. */
  useless: number;
  last: string;
};

const leastUseless = 6;
const longestMs = 20_000;

/** The drought with one more lawful exchange that was not accepted; `undefined` where there is none yet. */
export function withLawful(drought: Drought | undefined, exchange: WireExchange): Drought | undefined {
  const status = exchange.response?.status;
  // A pause is waited for as long as a streak allows.
  if (!isUseless(exchange) || status === 429 || status === 503) return drought;
  const { since = exchange.startedAt, useless = 0 } = drought ?? {};
  return { since, useless: useless + 1, last: lastOf(exchange) };
}

export function isLasting({ useless, since }: Drought): boolean {
  return useless >= leastUseless && Date.now() - since >= longestMs;
}

/** Why nothing more is sent to an endpoint. */
export function droughtReason(where: string, { since, useless, last }: Drought): string {
  const seconds = Math.ceil((Date.now() - since) / 1000);
  return `${where} has accepted no lawful request for ${seconds} s, and ${useless} of them got no useful answer (the last: ${last}), so nothing more was sent there`;
}
