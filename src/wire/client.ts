import { request as plainRequest, type ClientRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Failure } from '../record/schema.ts';
import { addressOf, addressVia, createAllowList, type Address } from './address.ts';
import { type Burster, receiveAtOnce } from './burst.ts';
import { createPool, lookup, serverName, trust } from './connection.ts';
import { sendDirect } from './direct.ts';
import { failureOf } from './failure.ts';
import { createLanes } from './lanes.ts';
import { createPace } from './pace.ts';
import { rawRequest } from './raw.ts';
import { failedAttempt, receive, type Attempt } from './receive.ts';
import { breaksLines, closingFields, completeFields, isOrdinary, needsRaw } from './request.ts';
import type { Wire, WireExchange, WireRequest } from './types.ts';

export type WireOptions = {
  /** `host` (any port) or `host:port`; nothing else is ever contacted. */
  readonly allowedHosts: readonly string[];
  /** From the moment a request has a connection to the last byte of its answer. */
  readonly timeoutMs: number;
  /** Of an answer's body; reading stops there. */
  readonly maxBodyBytes: number;
  /** Of an answer's status line and header fields together. */
  readonly maxFieldBytes: number;
  /** Open at once, per origin. */
  readonly connections: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  /** PEM of further trust anchors. */
  readonly ca?: string;
};

/**
 * The only way out of Proofmark: one request, one answer, bounded in time and bytes, to allowed hosts, redirects not
 * followed. An exchange has either a `response` or a `failure`. Kind `not-allowed` means that Proofmark itself held back
 * or gave up (host not allowed, budget spent, interrupted), never that the target did anything.
 */
export function createWire(options: WireOptions): Wire {
  const isAllowed = createAllowList(options.allowedHosts);
  const gate = createGate(options);
  const start = createStarter(options);
  const flight = createFlight();
  const attempt = async (prepared: Prepared, signals: Signals, fresh: boolean): Promise<Attempt> => {
    const held = await gate.admit(signals);
    if (held !== undefined) return held;
    try {
      const timeoutMs = Math.min(options.timeoutMs, prepared.request.timeoutMs ?? Infinity);
      const limits = { ...options, timeoutMs };
      if (prepared.way === 'direct') return await sendDirect(prepared, fresh, start.lanes, limits, signals);
      return await receive(start.request(prepared, fresh), limits, signals);
    } catch (error) {
      return failedAttempt(failureOf(error instanceof Error ? error : new Error(String(error))));
    }
  };
  const exchange = async (request: WireRequest, signals: Signals): Promise<WireExchange> => {
    const prepared = prepare(request, isAllowed);
    if ('kind' in prepared) return { request, ...withoutStale(failedAttempt(prepared)) };
    const first = await attempt(prepared, signals, false);
    const second = first.stale ? await attempt(prepared, signals, true) : first;
    // Nobody listens any more: then the request itself has come to its end, not the connection alone.
    return { request, ...withoutStale(second.failure?.kind === 'connect' ? first : second) };
  };
  const burst = async (requests: readonly WireRequest[], signals: Signals): Promise<readonly WireExchange[]> => {
    const bursters: (Burster | Attempt)[] = [];
    for (const request of requests) bursters.push(await admitted(request, isAllowed, gate, signals));
    const attempts = await receiveAtOnce(bursters, start.raw, options, signals);
    return requests.map((request, index) => ({ request, ...withoutStale(attempts[index] ?? heldBack('not sent')) }));
  };
  return {
    send: (request, signal) => flight.track(signal, (signals) => exchange(request, signals)),
    burst: (requests, signal) => flight.track(signal, (signals) => burst(requests, signals)),
    sent: gate.sent,
    close: async () => {
      await flight.end();
      start.destroy();
    },
  };
}

/** What is under way, so that it can be broken off. */
function createFlight() {
  const closing = new AbortController();
  const tasks = new Set<Promise<unknown>>();
  return {
    track: <T>(signal: AbortSignal | undefined, task: (signals: Signals) => Promise<T>): Promise<T> => {
      const running = task([closing.signal, ...(signal === undefined ? [] : [signal])]);
      tasks.add(running);
      return running.finally(() => tasks.delete(running));
    },
    end: async (): Promise<void> => {
      closing.abort();
      await Promise.all(tasks);
    },
  };
}

async function admitted(
  request: WireRequest,
  isAllowed: (address: Address) => boolean,
  gate: Gate,
  signals: Signals,
): Promise<Burster | Attempt> {
  const prepared = prepare(request, isAllowed);
  return 'kind' in prepared ? failedAttempt(prepared) : ((await gate.admit(signals)) ?? prepared);
}

type Gate = ReturnType<typeof createGate>;

/** Paces and counts what goes out; tells why nothing more may. */
function createGate({ requestsPerSecond, maxRequests = Infinity }: WireOptions) {
  const pace = createPace(requestsPerSecond);
  let sent = 0;
  return {
    admit: async (signals: Signals): Promise<Attempt | undefined> => {
      await pace(signals);
      if (signals.some(({ aborted }) => aborted)) return heldBack('interrupted before it was sent');
      if (sent >= maxRequests) return heldBack(`the budget of ${sent} requests is spent`);
      sent += 1;
      return undefined;
    },
    sent: () => sent,
  };
}

type Signals = readonly AbortSignal[];

/** `direct` for ordinary requests, `pooled` for what Node's client has to frame, `raw` for what it would not send. */
type Prepared = Burster & { readonly way: 'direct' | 'pooled' | 'raw' };

function prepare(request: WireRequest, isAllowed: (address: Address) => boolean): Prepared | Failure {
  const named = addressOf(request.url);
  if (named === undefined) return { kind: 'not-allowed', message: `not an absolute http(s) URL: ${request.url}` };
  const address = addressVia(named, request.via);
  if (address === undefined) return { kind: 'not-allowed', message: `not an origin: ${request.via}` };
  for (const [one, text] of [[named, named.authority] as const, [address, request.via] as const]) {
    if (isAllowed(one)) continue;
    const message = `${text} is not an allowed host; name it under "allow" in the descriptor`;
    return { kind: 'not-allowed', message };
  }
  if (request.raw !== true && breaksLines(request)) {
    return { kind: 'not-allowed', message: 'a line break in the head of a request needs raw: true' };
  }
  const fields = completeFields(request, address);
  const raw = request.raw === true || needsRaw(request, address, fields);
  if (raw) return { request, address, fields: closingFields(fields), way: 'raw' };
  return { request, address, fields, way: isOrdinary(request, fields) ? 'direct' : 'pooled' };
}

function createStarter(options: WireOptions) {
  const secureContext = trust(options.ca);
  const pool = createPool(options.connections, secureContext);
  const lanes = createLanes(options.connections, secureContext);
  const rawOptions = { maxHeaderSize: options.maxFieldBytes, lookup, ...(secureContext && { secureContext }) };
  const pooled = ({ request, address, fields }: Prepared, fresh: boolean): ClientRequest => {
    const common = {
      method: request.method,
      host: address.host,
      port: address.port,
      path: address.target,
      headers: fields.flat(),
      setHost: false,
      maxHeaderSize: options.maxFieldBytes,
      lookup,
    };
    const started = address.secure
      ? tlsRequest({
          ...common,
          servername: serverName(address.name),
          agent: fresh ? false : pool.tls,
          ...(secureContext && { secureContext }),
        })
      : plainRequest({ ...common, agent: fresh ? false : pool.plain });
    return started.end(request.body === undefined ? undefined : Buffer.from(request.body));
  };
  return {
    request: (prepared: Prepared, fresh: boolean): ClientRequest =>
      prepared.way === 'raw'
        ? rawRequest(prepared.address, prepared.request, prepared.fields, rawOptions).end()
        : pooled(prepared, fresh),
    lanes,
    raw: rawOptions,
    destroy: () => {
      lanes.destroy();
      pool.destroy();
    },
  };
}

const heldBack = (message: string): Attempt => failedAttempt({ kind: 'not-allowed', message });

function withoutStale({ stale: _, ...rest }: Attempt): Omit<WireExchange, 'request'> {
  return rest;
}
