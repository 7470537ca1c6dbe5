import type { Wire, WireExchange, WireRequest } from '../wire/types.ts';
import { type Drought, droughtReason, isLasting, withLawful } from './drought.ts';
import { isSilence, type Life } from './pulse.ts';
import {
  addTo,
  endpointOf,
  isOver,
  isUseful,
  isUseless,
  mayPass,
  newStreak,
  originOf,
  lossReason,
  type Streak,
} from './streak.ts';

/**
 * Watches for how long each endpoint has given no useful answer. An endpoint that stays lost is closed, so that the run
 * waits for it only once.
 */
export type Vigil = {
  /** Holds back the requests to a lost endpoint. */
  readonly wire: Wire;
  /** Waits for any answer at this URL; an endpoint that does not come back is lost. */
  readonly life: (url: string) => Promise<Life>;
  /** Why nothing more is sent to this URL. */
  readonly lost: (url: string) => string | undefined;
  /** Whether it is worth waiting for as long as this URL asks. */
  readonly mayPass: (url: string) => boolean;
  /** Counts a plain lawful exchange: where even these get no useful answer, changed requests will not get one. */
  readonly noteLawful: (exchange: WireExchange, isAccepted: boolean) => void;
  /** Whether a lawful request has to go out before more changed ones; the caller sends it. */
  readonly takeLawfulDue: (url: string) => boolean;
};

/** After so many unanswered requests in a row, the vigil asks whether the target lives. */
const silentInARow = 3;
/** After so many changed requests in a row without a useful answer, a lawful one is due. */
const changedInARow = 16;

type State = {
  readonly streaks: Map<string, Streak>;
  readonly droughts: Map<string, Drought>;
  /** When an origin last gave a useful answer, in milliseconds since the epoch. */
  readonly answeredAt: Map<string, number>;
  /** Closed endpoints and whole origins, with the reason. */
  readonly closed: Map<string, string>;
};

export function createVigil(wire: Wire, ask: (url: string) => Promise<Life>, signal: AbortSignal): Vigil {
  const state: State = { streaks: new Map(), droughts: new Map(), answeredAt: new Map(), closed: new Map() };
  const streakAt = (url: string): Streak | undefined => state.streaks.get(endpointOf({ url }));
  const life: Vigil['life'] = async (url) => {
    const startedAt = Date.now();
    const endpoint = endpointOf({ url });
    if (whyClosed(state, endpoint) !== undefined) return 'gone';
    const before = state.streaks.get(endpoint);
    const found = await ask(url);
    if (found !== 'gone' || signal.aborted) return found;
    const isAnswered = before === undefined ? answeredSince(state, endpoint, startedAt) : before !== streakAt(url);
    if (isAnswered) return 'back';
    close(state, endpoint, startedAt);
    return 'gone';
  };
  return {
    wire: watched(state, wire, life),
    life,
    lost: (url) => whyClosed(state, endpointOf({ url })),
    mayPass: (url) => mayPass(streakAt(url) ?? newStreak({ startedAt: Date.now() })),
    noteLawful: (exchange, isAccepted) => {
      const endpoint = endpointOf(exchange.request);
      if (isAccepted) return noteAccepted(state, endpoint);
      noteDrought(state, endpoint, exchange);
      const streak = state.streaks.get(endpoint);
      if (streak === undefined) return;
      streak.lawful += 1;
      streak.changed = 0;
      if (isOver(streak)) close(state, endpoint, streak.since);
    },
    takeLawfulDue: (url) => {
      const streak = streakAt(url);
      if (streak === undefined || streak.changed < changedInARow) return false;
      streak.changed = 0;
      return true;
    },
  };
}

function watched(state: State, wire: Wire, life: Vigil['life']): Wire {
  const send: Wire['send'] = async (request, signal) => {
    const why = whyClosed(state, endpointOf(request));
    if (why !== undefined) return heldBack(request, why);
    const exchange = await wire.send(request, signal);
    const streak = note(state, exchange);
    const isSilent = exchange.failure !== undefined && isSilence(exchange.failure) && exchange.stale !== true;
    if (isSilent && streak !== undefined && streak.count >= silentInARow) await life(endpointOf(request));
    return exchange;
  };
  const burst: Wire['burst'] = async (requests, signal) => {
    const why = requests.map((request) => whyClosed(state, endpointOf(request))).find((one) => one !== undefined);
    if (why !== undefined) return requests.map((request) => heldBack(request, why));
    const exchanges = await wire.burst(requests, signal);
    for (const exchange of exchanges) note(state, exchange);
    return exchanges;
  };
  return { ...wire, send, burst };
}

function whyClosed({ closed }: State, endpoint: string): string | undefined {
  return closed.get(endpoint) ?? closed.get(originOf(endpoint));
}

function noteAccepted({ streaks, droughts, answeredAt }: State, endpoint: string): void {
  streaks.delete(endpoint);
  droughts.delete(endpoint);
  answeredAt.set(originOf(endpoint), Date.now());
}

function noteDrought({ droughts, closed }: State, endpoint: string, exchange: WireExchange): void {
  const drought = withLawful(droughts.get(endpoint), exchange);
  if (drought === undefined) return;
  droughts.set(endpoint, drought);
  if (isLasting(drought) && !closed.has(endpoint)) closed.set(endpoint, droughtReason(endpoint, drought));
}

function note({ streaks, answeredAt }: State, exchange: WireExchange): Streak | undefined {
  const endpoint = endpointOf(exchange.request);
  if (isUseful(exchange)) {
    streaks.delete(endpoint);
    answeredAt.set(originOf(endpoint), Date.now());
  }
  if (!isUseless(exchange)) return undefined;
  const streak = streaks.get(endpoint) ?? newStreak(exchange);
  streaks.set(endpoint, streak);
  addTo(streak, exchange);
  return streak;
}

function answeredSince({ answeredAt }: State, endpoint: string, since: number): boolean {
  return (answeredAt.get(originOf(endpoint)) ?? 0) >= since;
}

/** Closes the whole origin where no other endpoint of it has answered since; otherwise this endpoint alone. */
function close(state: State, endpoint: string, since: number): void {
  if (whyClosed(state, endpoint) !== undefined) return;
  const streak = state.streaks.get(endpoint) ?? newStreak({ startedAt: since });
  const origin = originOf(endpoint);
  const isWhole = streak.putOff === 0 && !answeredSince(state, endpoint, streak.since);
  state.closed.set(isWhole ? origin : endpoint, lossReason(isWhole ? origin : endpoint, streak));
}

function heldBack(request: WireRequest, why: string): WireExchange {
  const failure = { kind: 'not-allowed', message: `not sent: ${why}` } as const;
  return { request, failure, startedAt: Date.now(), totalMs: 0 };
}
