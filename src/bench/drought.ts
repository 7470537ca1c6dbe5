import { isUseless, lastOf } from './streak.ts';
import type { WireExchange } from '../wire/types.ts';

/**
 * Lawful exchanges at one endpoint since one was last accepted. Other than a streak it does not end with a refusal: a server
 * that sends something else each time, or refuses everything slowly, would never be given up.
 */
export type Drought = {
  /** When the first of them began, in milliseconds since the epoch. */
  readonly since: number;
  /** When the first of them began that got no useful answer. */
  readonly uselessSince: number | undefined;
  readonly count: number;
  /** How many got no useful answer. */
  readonly useless: number;
  /** How long all of them took together, in milliseconds. */
  readonly ms: number;
  readonly last: string;
};

const leastUseless = 6;
const longestMs = 20_000;
/** A server that locks its clients out for a moment refuses them within less. */
const longestTogetherMs = 90_000;
/** Quick refusals of everything cost little, and there is no end of them. */
const many = [
  { most: 500, forMs: 45_000 },
  { most: 4000, forMs: longestMs },
] as const;

/** The drought with one more lawful exchange that was not accepted. A pause is waited for as long as a streak allows. */
export function withLawful(drought: Drought | undefined, exchange: WireExchange): Drought | undefined {
  const status = exchange.response?.status;
  if (status === 429 || status === 503) return drought;
  const { since = exchange.startedAt, uselessSince, count = 0, useless = 0, ms = 0 } = drought ?? {};
  const isOne = isUseless(exchange);
  return {
    since,
    uselessSince: uselessSince ?? (isOne ? exchange.startedAt : undefined),
    count: count + 1,
    useless: useless + (isOne ? 1 : 0),
    ms: ms + exchange.totalMs,
    last: lastOf(exchange),
  };
}

export function isLasting({ since, uselessSince, count, useless, ms }: Drought): boolean {
  const lastsFor = Date.now() - since;
  const isDry = useless >= leastUseless && uselessSince !== undefined && Date.now() - uselessSince >= longestMs;
  const isEndless = many.some(({ most, forMs }) => count >= most && lastsFor >= forMs);
  return isDry || isEndless || (ms >= longestTogetherMs && lastsFor >= longestMs);
}

/** Why nothing more is sent to an endpoint. */
export function droughtReason(where: string, { since, count, useless, ms, last }: Drought): string {
  const [seconds, together] = [Date.now() - since, ms].map((one) => Math.ceil(one / 1000));
  const how = `${count} were sent, ${useless} got no useful answer, and all took ${together} s together`;
  return `${where} has accepted no lawful request for ${seconds} s: ${how} (the last: ${last}), so nothing more was sent there`;
}
