import { request as plainRequest, type ClientRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Failure } from '../record/schema.ts';
import { addressOf, createAllowList, type Address } from './address.ts';
import { createPool, lookup, serverName, trust } from './connection.ts';
import { failureOf } from './failure.ts';
import { createPace } from './pace.ts';
import { rawRequest } from './raw.ts';
import { receive, type Attempt } from './receive.ts';
import { breaksLines, closingFields, completeFields, needsRaw } from './request.ts';
import type { FieldLine, Wire, WireExchange, WireRequest } from './types.ts';

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
  const pace = createPace(options.requestsPerSecond);
  const start = createStarter(options);
  const closing = new AbortController();
  const inFlight = new Set<Promise<unknown>>();
  let sent = 0;

  const attempt = async (prepared: Prepared, signals: Signals, fresh: boolean): Promise<Attempt> => {
    await pace(signals);
    if (signals.some(({ aborted }) => aborted)) return heldBack('interrupted before it was sent');
    if (sent >= (options.maxRequests ?? Infinity)) return heldBack(`the budget of ${sent} requests is spent`);
    sent += 1;
    try {
      return await receive(start.request(prepared, fresh), options, signals);
    } catch (error) {
      return failedAttempt(failureOf(error instanceof Error ? error : new Error(String(error))));
    }
  };
  const exchange = async (request: WireRequest, signals: Signals): Promise<WireExchange> => {
    const prepared = prepare(request, isAllowed);
    if ('kind' in prepared) return { request, ...withoutStale(failedAttempt(prepared)) };
    const first = await attempt(prepared, signals, false);
    return { request, ...withoutStale(first.stale ? await attempt(prepared, signals, true) : first) };
  };
  return {
    send: (request, signal) => {
      const running = exchange(request, signal === undefined ? [closing.signal] : [closing.signal, signal]);
      inFlight.add(running);
      return running.finally(() => inFlight.delete(running));
    },
    sent: () => sent,
    close: async () => {
      closing.abort();
      await Promise.all(inFlight);
      start.destroy();
    },
  };
}

type Signals = readonly AbortSignal[];

type Prepared = {
  readonly request: WireRequest;
  readonly address: Address;
  readonly fields: readonly FieldLine[];
  readonly raw: boolean;
};

function prepare(request: WireRequest, isAllowed: (address: Address) => boolean): Prepared | Failure {
  const address = addressOf(request.url);
  if (address === undefined) return { kind: 'not-allowed', message: `not an absolute http(s) URL: ${request.url}` };
  if (!isAllowed(address)) {
    const message = `${address.authority} is not an allowed host; name it under "allow" in the descriptor`;
    return { kind: 'not-allowed', message };
  }
  if (request.raw !== true && breaksLines(request)) {
    return { kind: 'not-allowed', message: 'a line break in the head of a request needs raw: true' };
  }
  const fields = completeFields(request, address);
  const raw = request.raw === true || needsRaw(request, address, fields);
  return { request, address, fields: raw ? closingFields(fields) : fields, raw };
}

function createStarter(options: WireOptions) {
  const secureContext = trust(options.ca);
  const pool = createPool(options.connections, secureContext);
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
          servername: serverName(address.host),
          agent: fresh ? false : pool.tls,
          ...(secureContext && { secureContext }),
        })
      : plainRequest({ ...common, agent: fresh ? false : pool.plain });
    return started.end(request.body === undefined ? undefined : Buffer.from(request.body));
  };
  return {
    request: (prepared: Prepared, fresh: boolean): ClientRequest =>
      prepared.raw
        ? rawRequest(prepared.address, prepared.request, prepared.fields, rawOptions).end()
        : pooled(prepared, fresh),
    destroy: pool.destroy,
  };
}

const failedAttempt = (failure: Failure): Attempt => ({ failure, startedAt: Date.now(), totalMs: 0, stale: false });
const heldBack = (message: string): Attempt => failedAttempt({ kind: 'not-allowed', message });

function withoutStale({ stale: _, ...rest }: Attempt): Omit<WireExchange, 'request'> {
  return rest;
}
