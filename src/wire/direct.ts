import { createAnswerReader } from './answer.ts';
import { failureOf } from './failure.ts';
import type { Connection, Listener, OriginPools } from './origin-pool.ts';
import type { PreparedRequest } from './prepare.ts';
import { adoptedRequest } from './raw.ts';
import { type Attempt, createClock, createGuard, receive, type ReceiveLimits, type Settle } from './receive.ts';
import { headText } from './request.ts';

export type DirectOptions = {
  readonly pools: OriginPools;
  readonly limits: ReceiveLimits & { readonly maxFieldBytes: number };
  /** Whether the connection has to be a new one. */
  readonly fresh: boolean;
  /** Each of them, aborted, ends the request. */
  readonly signals: readonly AbortSignal[];
};

/**
 * Sends an ordinary request over a kept connection without Node's client, which would cost more than all the rest. Usual
 * answers are read here; an unusual one goes to Node's parser, from its first byte.
 */
export function sendDirect(prepared: PreparedRequest, options: DirectOptions): Promise<Attempt> {
  const { pools, limits } = options;
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const clock = createClock();
  let held: Connection | undefined;
  const settle: Settle = (result, stale = false) => {
    guard.release();
    resolve({ ...result, ...clock.read(), stale });
  };
  const guard = createGuard(limits.timeoutMs, options.signals, (failure) => {
    settle({ failure });
    if (held === undefined) return stopWaiting();
    held.listener = deaf;
    pools.drop(held);
  });
  const stopWaiting = pools.take(prepared.address, options.fresh, (connection) => {
    held = connection;
    clock.start();
    guard.startTimer();
    connection.listener = listen(connection, { prepared, limits, pools, settle, firstByte: clock.firstByte });
    write(connection, prepared);
  });
  return promise;
}

const deaf: Listener = { data: () => undefined, end: () => undefined, error: () => undefined };

type Listening = Pick<DirectOptions, 'pools' | 'limits'> & {
  readonly prepared: PreparedRequest;
  readonly settle: Settle;
  readonly firstByte: () => void;
};

function listen(connection: Connection, listening: Listening): Listener {
  const { prepared, limits, pools, settle, firstByte } = listening;
  const reader = createAnswerReader(prepared.request.method === 'HEAD', limits);
  const isUnread = (): boolean => reader.received.length === 0;
  const lose = (error: Error): void => {
    const failure = failureOf(error);
    connection.listener = deaf;
    pools.drop(connection);
    settle({ failure }, failure.kind === 'reset' && connection.isUsed);
  };
  return {
    data: (chunk) => {
      if (isUnread()) firstByte();
      const read = reader.push(chunk);
      if (read === 'incomplete') return;
      if (read === 'odd') return void handOver(connection, listening, reader.received);
      settle({ response: read.response });
      pools.giveBack(connection, read.keepMs);
    },
    end: () => (isUnread() ? lose(hangUp()) : handOver(connection, listening, reader.received).end()),
    error: (error) => (isUnread() ? lose(error) : handOver(connection, listening, reader.received).error(error)),
  };
}

/** The error that Node reports when a connection ends without an answer. */
const hangUp = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const forEver = 0x7fff_ffff;

/** The guard of `sendDirect` keeps the time, so Node's parser needs no time-out. */
function handOver(
  connection: Connection,
  { prepared, limits, pools, settle }: Listening,
  received: readonly Buffer[],
): Listener {
  const { request, ...listener } = adoptedRequest(connection.socket, prepared.request, received, {
    maxHeaderSize: limits.maxFieldBytes,
  });
  connection.listener = listener;
  void receive(request, { ...limits, timeoutMs: forEver }, []).then(({ response, failure }) => {
    connection.listener = deaf;
    pools.drop(connection);
    if (response !== undefined) settle({ response });
    else if (failure !== undefined) settle({ failure });
  });
  return listener;
}

function write({ socket }: Connection, { request, address, fields }: PreparedRequest): void {
  const head = headText(request.method, address.target, fields);
  const { body = '' } = request;
  if (Buffer.byteLength(body) === body.length) return void socket.write(head + body, 'latin1');
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(body, 'utf8');
  socket.uncork();
}
