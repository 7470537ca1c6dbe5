import type { Failure } from '../record/transcript.ts';
export type FieldLine = readonly [name: string, value: string];

/** One request, exactly as it is to go out: field lines in order, repeated and oddly cased ones included. */
export type WireRequest = {
  readonly method: string;
  /** Absolute. The connection goes to its origin, unless `via` names another. */
  readonly url: string;
  /** Origin of one of several servers behind the URL. Only the connection goes there; the request stays the same. */
  readonly via?: string;
  readonly fields: readonly FieldLine[];
  readonly body?: string;
  /** Bytes that no HTTP library sends (control characters, an odd `Host`): written over a raw socket. */
  readonly raw?: boolean;
  /** Milliseconds to wait for the answer, where that is less than usual. */
  readonly timeoutMs?: number;
  /** The connection has to be a new one. */
  readonly fresh?: boolean;
  /** These bytes go out once only: where a kept connection turns out to be dead, the exchange ends as `stale`. */
  readonly once?: boolean;
};

export type WireResponse = {
  readonly status: number;
  /** As received: order, case and repetition kept. */
  readonly fields: readonly FieldLine[];
  readonly body: string;
  /** Bytes received, before any decompression; `body` is cut at the limit. */
  readonly bodyBytes: number;
  /** The body is larger than the limit, as it came or once it is decoded: `body` is not all of it. */
  readonly isCut?: true;
};

export type WireExchange = {
  readonly request: WireRequest;
  readonly response?: WireResponse;
  readonly failure?: Failure;
  /** A kept connection was dead. Whether the server has read the request, nobody knows; it has to be made anew. */
  readonly stale?: true;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds from the start to the first byte of the answer. */
  readonly firstByteMs?: number;
  /** Milliseconds from the start to the end. */
  readonly totalMs: number;
};

export type Wire = {
  /** Never throws for what the target does; a forbidden host, a reset or a timeout is a `failure`. */
  readonly send: (request: WireRequest, signal?: AbortSignal) => Promise<WireExchange>;
  /** Sends all requests at the same moment, each over a connection of its own that was opened before. */
  readonly burst: (requests: readonly WireRequest[], signal?: AbortSignal) => Promise<readonly WireExchange[]>;
  /** How many requests have been sent so far. */
  readonly sent: () => number;
  readonly close: () => Promise<void>;
};
