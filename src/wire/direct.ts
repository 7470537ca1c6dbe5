import type { Address } from './address.ts';
import { createAnswerReader } from './answer.ts';
import { failureOf } from './failure.ts';
import type { Connection, Lanes, Listener } from './lanes.ts';
import { adoptedRequest } from './raw.ts';
import { type Attempt, createClock, createGuard, receive, type ReceiveLimits, type Settle } from './receive.ts';
import { headText } from './request.ts';
import type { FieldLine, WireRequest } from './types.ts';

export type DirectOrder = {
  readonly request: WireRequest;
  readonly address: Address;
  readonly fields: readonly FieldLine[];
};

export type DirectLimits = ReceiveLimits & { readonly maxFieldBytes: number };

/**
 * Sends an ordinary request over a kept connection, without the machinery of Node's client, which costs more than all the
 * rest. Answers of the usual kind are read here; others are given to Node's parser, from their first byte.
 */
export function sendDirect(
  order: DirectOrder,
  fresh: boolean,
  lanes: Lanes,
  limits: DirectLimits,
  signals: readonly AbortSignal[],
): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const clock = createClock();
  let held: Connection | undefined;
  const settle: Settle = (result, stale = false) => {
    guard.release();
    resolve({ ...result, ...clock.read(), stale });
  };
  const guard = createGuard(limits.timeoutMs, signals, (failure) => {
    settle({ failure });
    if (held === undefined) return stopWaiting();
    held.listener = deaf;
    lanes.drop(held);
  });
  const stopWaiting = lanes.take(order.address, fresh, (connection) => {
    held = connection;
    clock.start();
    guard.startTimer();
    connection.listener = listen(connection, { order, limits, lanes, settle, firstByte: clock.firstByte });
    write(connection, order);
  });
  return promise;
}

const deaf: Listener = { data: () => undefined, end: () => undefined, error: () => undefined };

type Errand = {
  readonly order: DirectOrder;
  readonly limits: DirectLimits;
  readonly lanes: Lanes;
  readonly settle: Settle;
  readonly firstByte: () => void;
};

function listen(connection: Connection, errand: Errand): Listener {
  const { order, limits, lanes, settle, firstByte } = errand;
  const reader = createAnswerReader(order.request.method === 'HEAD', limits);
  const isUnread = (): boolean => reader.received.length === 0;
  const lose = (error: Error): void => {
    const failure = failureOf(error);
    connection.listener = deaf;
    lanes.drop(connection);
    settle({ failure }, failure.kind === 'reset' && connection.isUsed);
  };
  return {
    data: (chunk) => {
      if (isUnread()) firstByte();
      const read = reader.push(chunk);
      if (read === 'incomplete') return;
      if (read === 'odd') return void handOver(connection, errand, reader.received);
      settle({ response: read.response });
      lanes.giveBack(connection, read.keepMs);
    },
    end: () => (isUnread() ? lose(hangUp()) : handOver(connection, errand, reader.received).end()),
    error: (error) => (isUnread() ? lose(error) : handOver(connection, errand, reader.received).error(error)),
  };
}

/** As Node says it when a connection ends without an answer. */
const hangUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const forEver = 0x7fff_ffff;

/** The time-out goes on here, so Node's parser needs none. */
function handOver(
  connection: Connection,
  { order, limits, lanes, settle }: Errand,
  received: readonly Buffer[],
): Listener {
  const { request, ...listener } = adoptedRequest(connection.socket, order.request, received, {
    maxHeaderSize: limits.maxFieldBytes,
  });
  connection.listener = listener;
  void receive(request, { ...limits, timeoutMs: forEver }, []).then(({ response, failure }) => {
    connection.listener = deaf;
    lanes.drop(connection);
    if (response !== undefined) settle({ response });
    else if (failure !== undefined) settle({ failure });
  });
  return listener;
}

function write({ socket }: Connection, { request, address, fields }: DirectOrder): void {
  const head = headText(request.method, address.target, fields);
  const { body = '' } = request;
  if (Buffer.byteLength(body) === body.length) return void socket.write(head + body, 'latin1');
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(body, 'utf8');
  socket.uncork();
}
