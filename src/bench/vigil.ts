import type { Wire, WireExchange, WireRequest } from '../wire/types.ts';
import { isSilence, type Life } from './pulse.ts';
import {
  addTo,
  endpointOf,
  isOver,
  isUseful,
  isUseless,
  mayPass,
  newRow,
  originOf,
  reasonOf,
  type Row,
} from './useless.ts';

/** Watches for how long each endpoint gives no useful answer, and closes the way to what is lost: it is waited for once. */
export type Vigil = {
  /** Holds back what would go to a lost endpoint. */
  readonly wire: Wire;
  /** Waits until anything is answered at this URL; what does not come back is lost. */
  readonly life: (url: string) => Promise<Life>;
  /** Why nothing more is sent to this URL. */
  readonly lost: (url: string) => string | undefined;
  /** Whether it is worth to wait for as long as this URL asks for. */
  readonly mayPass: (url: string) => boolean;
  /** The exchange was a plain lawful one: where those get no useful answer, changed requests will not get any. */
  readonly noteLawful: (exchange: WireExchange) => void;
  /** Whether a lawful request has to go before further changed ones; the caller sends it. */
  readonly takeLawfulDue: (url: string) => boolean;
};

/** So many unanswered requests in a row raise the question whether the target lives. */
const silentInARow = 3;
/** So many changed requests in a row without a useful answer raise the question whether lawful ones get any. */
const changedInARow = 16;

type State = {
  readonly rows: Map<string, Row>;
  /** When an origin last gave a useful answer, in milliseconds since the epoch. */
  readonly answeredAt: Map<string, number>;
  /** Endpoints and whole origins, and why. */
  readonly closed: Map<string, string>;
};

export function createVigil(wire: Wire, ask: (url: string) => Promise<Life>, signal: AbortSignal): Vigil {
  const state: State = { rows: new Map(), answeredAt: new Map(), closed: new Map() };
  const rowAt = (url: string): Row | undefined => state.rows.get(endpointOf({ url }));
  const life: Vigil['life'] = async (url) => {
    const startedAt = Date.now();
    const endpoint = endpointOf({ url });
    if (whyClosed(state, endpoint) !== undefined) return 'gone';
    const before = state.rows.get(endpoint);
    const found = await ask(url);
    if (found !== 'gone' || signal.aborted) return found;
    const isAnswered = before === undefined ? answeredSince(state, endpoint, startedAt) : before !== rowAt(url);
    if (isAnswered) return 'back';
    close(state, endpoint, startedAt);
    return 'gone';
  };
  return {
    wire: watched(state, wire, life),
    life,
    lost: (url) => whyClosed(state, endpointOf({ url })),
    mayPass: (url) => mayPass(rowAt(url) ?? newRow({ startedAt: Date.now() })),
    noteLawful: ({ request }) => {
      const endpoint = endpointOf(request);
      const row = state.rows.get(endpoint);
      if (row === undefined) return;
      row.lawful += 1;
      row.changed = 0;
      if (isOver(row)) close(state, endpoint, row.since);
    },
    takeLawfulDue: (url) => {
      const row = rowAt(url);
      if (row === undefined || row.changed < changedInARow) return false;
      row.changed = 0;
      return true;
    },
  };
}

function watched(state: State, wire: Wire, life: Vigil['life']): Wire {
  const send: Wire['send'] = async (request, signal) => {
    const why = whyClosed(state, endpointOf(request));
    if (why !== undefined) return heldBack(request, why);
    const exchange = await wire.send(request, signal);
    const row = note(state, exchange);
    const isSilent = exchange.failure !== undefined && isSilence(exchange.failure);
    if (isSilent && row !== undefined && row.count >= silentInARow) await life(endpointOf(request));
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

function note({ rows, answeredAt }: State, exchange: WireExchange): Row | undefined {
  const endpoint = endpointOf(exchange.request);
  if (isUseful(exchange)) {
    rows.delete(endpoint);
    answeredAt.set(originOf(endpoint), Date.now());
  }
  if (!isUseless(exchange)) return undefined;
  const row = rows.get(endpoint) ?? newRow(exchange);
  rows.set(endpoint, row);
  addTo(row, exchange);
  return row;
}

function answeredSince({ answeredAt }: State, endpoint: string, since: number): boolean {
  return (answeredAt.get(originOf(endpoint)) ?? 0) >= since;
}

/** All of a server, where nothing else of it has answered meanwhile either. */
function close(state: State, endpoint: string, since: number): void {
  if (whyClosed(state, endpoint) !== undefined) return;
  const row = state.rows.get(endpoint) ?? newRow({ startedAt: since });
  const origin = originOf(endpoint);
  const isWhole = row.putOff === 0 && !answeredSince(state, endpoint, row.since);
  state.closed.set(isWhole ? origin : endpoint, reasonOf(isWhole ? origin : endpoint, row));
}

function heldBack(request: WireRequest, why: string): WireExchange {
  const failure = { kind: 'not-allowed', message: `not sent: ${why}` } as const;
  return { request, failure, startedAt: Date.now(), totalMs: 0 };
}
