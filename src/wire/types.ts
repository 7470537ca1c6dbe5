import type { Failure } from '../record/schema.ts';

export type FieldLine = readonly [name: string, value: string];

/** One request, exactly as it is to go out: field lines in order, repeated and oddly cased ones included. */
export type WireRequest = {
  readonly method: string;
  /** Absolute; its origin is where the connection goes. */
  readonly url: string;
  readonly fields: readonly FieldLine[];
  readonly body?: string;
  /** Bytes that no HTTP library sends (control characters, an odd `Host`): written over a raw socket. */
  readonly raw?: boolean;
};

export type WireResponse = {
  readonly status: number;
  /** As received: order, case and repetition kept. */
  readonly fields: readonly FieldLine[];
  readonly body: string;
  /** Bytes received after decompression was refused; the body text is cut at the limit. */
  readonly bodyBytes: number;
};

export type WireExchange = {
  readonly request: WireRequest;
  readonly response?: WireResponse;
  readonly failure?: Failure;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly firstByteMs?: number;
  readonly totalMs: number;
};

export type Wire = {
  /** Never throws for what the target does; a forbidden host, a reset or a timeout is a `failure`. */
  readonly send: (request: WireRequest, signal?: AbortSignal) => Promise<WireExchange>;
  /** Requests sent so far, of all kinds. */
  readonly sent: () => number;
  readonly close: () => Promise<void>;
};
