import type { Failure } from '../record/transcript.ts';
import type { ClientRequest } from 'node:http';
import { http, https } from '../node-http.ts';
import { createAllowList } from './address.ts';
import { receiveAtOnce } from './burst.ts';
import { createAgents, lookup, serverName, trust } from './connection.ts';
import { sendDirect } from './direct.ts';
import { failureOf } from './failure.ts';
import { createOriginPools } from './origin-pool.ts';
import { createPace } from './pace.ts';
import { prepare, type Prepared, type PreparedRequest } from './prepare.ts';
import { rawRequest } from './raw.ts';
import { failedAttempt, receive, type Attempt } from './receive.ts';
import type { Wire, WireExchange, WireRequest } from './types.ts';

export type WireOptions = {
  /** `host` (any port) or `host:port`; nothing else is ever contacted. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds from the moment a request has a connection to the last byte of its answer. */
  readonly timeoutMs: number;
  /** The limit for the body of an answer; reading stops there. */
  readonly maxBodyBytes: number;
  /** The limit for the status line and the header fields of an answer together. */
  readonly maxFieldBytes: number;
  /** How many may be open at once to one origin. */
  readonly connections: number;
  readonly requestsPerSecond?: number;
  readonly maxRequests?: number;
  /** PEM of trust anchors beside those of the system. */
  readonly ca?: string;
};

/**
 * The only way out of Proofmark: one request and one answer, to allowed hosts, bounded in time and bytes. Redirects are not
 * followed. An exchange has either a `response` or a `failure`. A failure of kind `not-allowed` means that Proofmark held
 * back or gave up (host not allowed, budget spent, interrupted); the target has no part in it.
 */
export function createWire(options: WireOptions): Wire {
  const isAllowed = createAllowList(options.allowedHosts);
  const admission = createAdmission(options);
  const start = createStarter(options);
  const flight = createFlight();
  const attempt = async (prepared: Prepared, signals: Signals, fresh: boolean): Promise<Attempt> => {
    const held = await admission.admit(signals);
    if (held !== undefined) return held;
    try {
      const limits = { ...options, timeoutMs: Math.min(options.timeoutMs, prepared.request.timeoutMs ?? Infinity) };
      if (prepared.way === 'direct') return await sendDirect(prepared, { pools: start.pools, limits, signals, fresh });
      return await receive(start.request(prepared, fresh), limits, signals);
    } catch (error) {
      return failedBy(error);
    }
  };
  const exchange = async (request: WireRequest, signals: Signals): Promise<WireExchange> => {
    const prepared = prepare(request, isAllowed);
    if ('kind' in prepared) return { request, ...withoutStale(failedAttempt(prepared)) };
    const first = await attempt(prepared, signals, request.fresh === true);
    if (first.stale && request.once === true) return { request, ...withoutStale(first), stale: true };
    const second = first.stale ? await attempt(prepared, signals, true) : first;
    // If nothing listens at the second attempt, the server went down at the first: that failure counts.
    return { request, ...withoutStale(second.failure?.kind === 'connect' ? first : second) };
  };
  const burst = async (requests: readonly WireRequest[], signals: Signals): Promise<readonly WireExchange[]> => {
    const admitted: (PreparedRequest | Attempt)[] = [];
    for (const request of requests) admitted.push(await admit(prepare(request, isAllowed), admission, signals));
    const attempts = await receiveAtOnce(admitted, start.raw, options, signals);
    return requests.map((request, index) => ({ request, ...withoutStale(attempts[index] ?? heldBack('not sent')) }));
  };
  return {
    send: (request, signal) => flight.track(signal, (signals) => exchange(request, signals)),
    burst: (requests, signal) => flight.track(signal, (signals) => burst(requests, signals)),
    sent: admission.sent,
    close: async () => {
      await flight.end();
      start.destroy();
    },
  };
}

const failedBy = (error: unknown): Attempt =>
  failedAttempt(failureOf(error instanceof Error ? error : new Error(String(error))));

/** The requests under way, so that they can be broken off. */
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

async function admit(
  prepared: Prepared | Failure,
  admission: Admission,
  signals: Signals,
): Promise<Prepared | Attempt> {
  return 'kind' in prepared ? failedAttempt(prepared) : ((await admission.admit(signals)) ?? prepared);
}

type Admission = ReturnType<typeof createAdmission>;

/** Paces and counts the requests that go out; an attempt that failed says why one may not. */
function createAdmission({ requestsPerSecond, maxRequests = Infinity }: WireOptions) {
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

function createStarter(options: WireOptions) {
  const secureContext = trust(options.ca);
  const agents = createAgents(options.connections, secureContext);
  const pools = createOriginPools(options.connections, secureContext);
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
      ? https.request({
          ...common,
          servername: serverName(address.name),
          agent: fresh ? false : agents.tls,
          ...(secureContext && { secureContext }),
        })
      : http.request({ ...common, agent: fresh ? false : agents.plain });
    return started.end(request.body === undefined ? undefined : Buffer.from(request.body));
  };
  return {
    request: (prepared: Prepared, fresh: boolean): ClientRequest =>
      prepared.way === 'raw' ? rawRequest(prepared, rawOptions).end() : pooled(prepared, fresh),
    pools,
    raw: rawOptions,
    destroy: () => {
      pools.destroy();
      agents.destroy();
    },
  };
}

const heldBack = (message: string): Attempt => failedAttempt({ kind: 'not-allowed', message });

function withoutStale({ stale: _, ...rest }: Attempt): Omit<WireExchange, 'request' | 'stale'> {
  return rest;
}
