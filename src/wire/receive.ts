import type { Failure } from '../record/transcript.ts';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { boundHead, manyLines } from './bound-head.ts';
import { bodyText, contentCoding } from './content.ts';
import { failureOf } from './failure.ts';
import { onAbort } from './interrupt.ts';
import type { FieldLine, WireExchange, WireResponse } from './types.ts';

export type ReceiveLimits = { readonly timeoutMs: number; readonly maxBodyBytes: number };

/** `stale`: a kept connection was closed before any byte of an answer came, so the request may be sent again. */
export type Attempt = Omit<WireExchange, 'request' | 'stale'> & { readonly stale: boolean };

export const failedAttempt = (failure: Failure): Attempt => ({
  failure,
  startedAt: Date.now(),
  totalMs: 0,
  stale: false,
});

export type Settle = (
  result: { readonly response: WireResponse } | { readonly failure: Failure },
  stale?: boolean,
) => void;

/**
 * Follows a started request to its end; never rejects. The clock starts when the request gets a connection, so that the
 * time it waits in our own pool does not count against the target.
 */
export function receive(
  request: ClientRequest,
  limits: ReceiveLimits,
  signals: readonly AbortSignal[],
): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const clock = createClock();
  const refuse = (failure: Failure): void => {
    settle({ failure });
    request.destroy();
  };
  const guard = createGuard(limits.timeoutMs, signals, refuse);
  const settle: Settle = (result, stale = false) => {
    guard.release();
    resolve({ ...result, ...clock.read(), stale });
  };
  let isUnread = (): boolean => true;
  request.once('socket', (socket) => {
    clock.start();
    guard.startTimer();
    isUnread = watchReads(socket);
  });
  let breakOff: (() => void) | undefined;
  request.on('error', (error) => {
    const failure = failureOf(error);
    if (failure.kind === 'reset' && breakOff !== undefined) return breakOff();
    settle({ failure }, failure.kind === 'reset' && request.reusedSocket && isUnread());
  });
  boundHead(request, refuse);
  request.once('response', (incoming) => {
    clock.firstByte();
    breakOff = collect(incoming, limits.maxBodyBytes, settle);
  });
  onTakeOver(request, (incoming) => {
    clock.firstByte();
    settle(answered(incoming, Buffer.alloc(0), { received: 0, maxBytes: limits.maxBodyBytes }));
  });
  return promise;
}

/** Node hands the connection over on 101 and on any answer to CONNECT; Proofmark uses neither. */
function onTakeOver(request: ClientRequest, answer: (incoming: IncomingMessage) => void): void {
  const takeOver = (incoming: IncomingMessage, socket: { destroy: () => void }): void => {
    answer(incoming);
    socket.destroy();
  };
  request.once('upgrade', takeOver).once('connect', takeOver);
}

/** Of one connection a turn reads the head, the body or the end. */
const turnsToRead = 4;

/** Gives up on a request after `timeoutMs` milliseconds, or when a signal aborts. */
export function createGuard(timeoutMs: number, signals: readonly AbortSignal[], giveUp: (failure: Failure) => void) {
  let timer: NodeJS.Timeout | undefined;
  let lastLook: NodeJS.Immediate | undefined;
  const interrupt = (): void => giveUp({ kind: 'not-allowed', message: 'interrupted before the answer was complete' });
  const takenBack = signals.map((signal) => onAbort(signal, interrupt));
  return {
    startTimer: (): void => {
      const late = (): void => giveUp({ kind: 'timeout', message: `no complete answer within ${timeoutMs} ms` });
      // While this process was busy, an answer may have come that nobody has read yet: the next turns of the event loop read it.
      const look = (turns: number): void => {
        lastLook = setImmediate(() => (turns === 1 ? late() : look(turns - 1)));
      };
      timer = setTimeout(() => look(turnsToRead), timeoutMs);
    },
    release: (): void => {
      clearTimeout(timer);
      clearImmediate(lastLook);
      for (const takeBack of takenBack) takeBack();
    },
  };
}

/** `startedAt`: milliseconds since the epoch; the others: milliseconds since then. */
type Times = { readonly startedAt: number; readonly firstByteMs?: number; readonly totalMs: number };

/** The times of one attempt. */
export function createClock() {
  let startedAt = Date.now();
  let start = performance.now();
  let firstByteMs: number | undefined;
  return {
    start: (): void => {
      startedAt = Date.now();
      start = performance.now();
    },
    firstByte: (): void => {
      firstByteMs = performance.now() - start;
    },
    read: (): Times => {
      const totalMs = performance.now() - start;
      return { startedAt, totalMs, ...(firstByteMs === undefined ? {} : { firstByteMs }) };
    },
  };
}

function watchReads(socket: Socket): () => boolean {
  const before = socket.bytesRead;
  return () => socket.bytesRead === before;
}

/** Reads the body. Returns what is to be called where the connection breaks off. */
function collect(incoming: IncomingMessage, maxBytes: number, settle: Settle): () => void {
  const chunks: Buffer[] = [];
  let received = 0;
  const finish = (): void =>
    settle(answered(incoming, Buffer.concat(chunks).subarray(0, maxBytes), { received, maxBytes }));
  const breakOff = (): void => {
    if (isRefusalInPassing(incoming)) finish();
    else settle({ failure: brokenOff(incoming, received) });
  };
  const many = manyLines(incoming);
  if (many !== undefined) {
    settle({ failure: many });
    incoming.destroy();
    return breakOff;
  }
  incoming.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received - chunk.length < maxBytes) chunks.push(chunk);
    if (received > maxBytes) {
      finish();
      incoming.destroy();
    }
  });
  incoming.on('error', breakOff);
  incoming.once('end', finish);
  incoming.once('close', breakOff);
  return breakOff;
}

/**
 * A server that refuses a request before it has read all of it, and closes the connection, makes the network reset it: the refusal
 * is there, and where nothing announces the end of its body, nothing of it is missing (RFC 9112 §6.3, §9.6).
 */
function isRefusalInPassing({ statusCode = 0, headers }: IncomingMessage): boolean {
  const isDelimited = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return statusCode >= 400 && !isDelimited;
}

const brokenOff = (incoming: IncomingMessage, received: number): Failure => ({
  kind: 'reset',
  message: `the answer (status ${incoming.statusCode ?? 0}) broke off after ${received} bytes of its body`,
});

type Size = { readonly received: number; readonly maxBytes: number };

/** A body that was cut off cannot be decoded, which is our doing. */
function answered(incoming: IncomingMessage, bytes: Buffer, { received, maxBytes }: Size): Parameters<Settle>[0] {
  const fields = fieldLines(incoming.rawHeaders);
  const status = incoming.statusCode ?? 0;
  const text =
    received > maxBytes ? { body: bytes.toString('utf8'), isCut: true as const } : bodyText(bytes, fields, maxBytes);
  if (text !== undefined) return { response: { status, fields, ...text, bodyBytes: received } };
  const coding = contentCoding(fields) ?? '';
  const message = `the answer (status ${status}) says Content-Encoding: ${coding}, and its body is none`;
  return { failure: { kind: 'protocol', message } };
}

function fieldLines(flat: readonly string[]): FieldLine[] {
  const lines: FieldLine[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) lines.push([flat[at] ?? '', flat[at + 1] ?? '']);
  return lines;
}
