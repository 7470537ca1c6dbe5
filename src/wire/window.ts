import type { Wire, WireExchange } from './types.ts';

/** How many requests may be under way at once. */
export type Window = {
  /** Waits for a place. */
  readonly enter: () => Promise<void>;
  /** Gives the place back, and learns from how the request was answered. */
  readonly leave: (exchange: WireExchange | undefined) => void;
  readonly size: () => number;
};

/** So many at first. Slow answers alone never make it fewer: the machine of the run may be what is slow. */
const few = 8;
/**
 * A round of answers that took so many times as long as usual shows that the target is busy. The fastest quarter counts, since
 * those on new connections take longer.
 */
const slower = { still: 1.5, much: 3 };
/** Milliseconds that an answer may take longer than usual for no reason. */
const noiseMs = 3;
const mostEndpoints = 256;

type State = {
  readonly most: number;
  size: number;
  under: number;
  isDoubling: boolean;
  /** Who waits for a place. */
  readonly queue: (() => void)[];
  /** The fewest milliseconds, by endpoint. */
  readonly usual: Map<string, number>;
  /** How slow the latest answers were; a round is over when there are as many as the window lets through. */
  round: number[];
  /** Answers that were on their way when the window was made smaller say nothing new. */
  ignored: number;
};

/**
 * Few requests at first; more for as long as answers come as fast, and fewer where they slow down or the target asks for
 * pauses (RFC 6585 §4, RFC 9110 §15.6.4). Each endpoint has a usual time of its own.
 */
export function createWindow(most: number): Window {
  const size = Math.min(few, most);
  const state: State = { most, size, under: 0, isDoubling: true, queue: [], usual: new Map(), round: [], ignored: 0 };
  return {
    enter: () => {
      if (state.under >= state.size) return new Promise((go) => state.queue.push(go));
      state.under += 1;
      return Promise.resolve();
    },
    leave: (exchange) => {
      state.under -= 1;
      if (exchange !== undefined) learn(state, exchange);
      admit(state);
    },
    size: () => state.size,
  };
}

function admit(state: State): void {
  while (state.under < state.size) {
    const next = state.queue.shift();
    if (next === undefined) return;
    state.under += 1;
    next();
  }
}

function learn(state: State, { request, response, totalMs }: WireExchange): void {
  if (response === undefined) return;
  if (state.ignored > 0) {
    state.ignored -= 1;
    return;
  }
  if (response.status === 429 || response.status === 503) return shrink(state, 1 / 2);
  state.round.push(slownessOf(state.usual, request.url, totalMs));
  if (state.round.length >= state.size) endRound(state);
}

function endRound(state: State): void {
  const slowness = quartile(state.round);
  state.round = [];
  // A target that is as slow with few requests at a time is slow, and not busy.
  if (slowness > slower.much && state.size <= few) state.usual.clear();
  else if (slowness > slower.much) shrink(state, Math.max(3 / 4, few / state.size));
  else if (slowness > slower.still) state.isDoubling = false;
  else state.size = Math.min(state.most, state.isDoubling ? state.size * 2 : state.size + 1);
}

function shrink(state: State, share: number): void {
  state.size = Math.max(1, Math.floor(state.size * share));
  state.isDoubling = false;
  state.ignored = state.under;
  state.round = [];
}

/** How many times as long as usual it took; 1 where it was about as fast. */
function slownessOf(usual: Map<string, number>, url: string, ms: number): number {
  const endpoint = url.split(/[?#]/, 1)[0] ?? url;
  const best = Math.min(ms, usual.get(endpoint) ?? ms);
  if (usual.size >= mostEndpoints) usual.clear();
  usual.set(endpoint, best);
  return Math.max(1, (ms - noiseMs) / Math.max(best, 1));
}

function quartile(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 4)] ?? 1;
}

/** Sends no more requests at once than the window lets through. What is sent at one moment (`burst`) is counted by who asks for it. */
export function throughWindow(wire: Wire, { enter, leave }: Window): Wire {
  return {
    ...wire,
    send: async (request, signal) => {
      await enter();
      let exchange: WireExchange | undefined;
      try {
        exchange = await wire.send(request, signal);
        return exchange;
      } finally {
        leave(exchange);
      }
    },
  };
}
