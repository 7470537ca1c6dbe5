import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Address } from './address.ts';
import { idleMs, lookup, serverName } from './connection.ts';

/** Called for what happens on a connection while a request has it. */
export type Listener = {
  readonly data: (chunk: Buffer) => void;
  /** The server has ended the connection, or it is closed. */
  readonly end: () => void;
  readonly error: (error: Error) => void;
};

export type Connection = {
  readonly socket: Socket;
  readonly pool: OriginPool;
  /** Absent while idle. */
  listener: Listener | undefined;
  /** Whether an answer has come over it before. */
  isUsed: boolean;
  /** Milliseconds of the monotonic clock. */
  idleUntil: number;
};

type Waiting = { readonly fresh: boolean; readonly turn: (connection: Connection) => void };

type Settings = { readonly limit: number; readonly secureContext: SecureContext | undefined };

/** The connections to one origin, kept alive between requests. */
export type OriginPool = Settings & {
  readonly address: Address;
  /** The one used last is taken first, so that few connections are in use and stay open. */
  readonly idle: Connection[];
  readonly open: Set<Connection>;
  readonly waiting: Set<Waiting>;
  /** The TLS session that the next connection resumes. */
  session?: Buffer;
  /** Whether bytes have come that answer no request. From then on no connection serves twice. */
  isNoisy: boolean;
};

export type OriginPools = {
  /**
   * Calls `turn` with a connection, at once or when one is free; returns a function that ends the waiting. With `fresh`,
   * the connection is a new one.
   */
  readonly take: (address: Address, fresh: boolean, turn: (connection: Connection) => void) => () => void;
  /** Keeps a connection for the next request; after `keepMs` milliseconds it is closed. */
  readonly giveBack: (connection: Connection, keepMs: number) => void;
  /** Closes a connection that cannot serve again. */
  readonly drop: (connection: Connection) => void;
  readonly destroy: () => void;
};

/** A pool for each origin, with at most `limit` connections open at once. */
export function createOriginPools(limit: number, secureContext: SecureContext | undefined): OriginPools {
  const pools = new Map<string, OriginPool>();
  const settings = { limit, secureContext };
  const sweeping = setInterval(() => sweep(pools.values()), idleMs / 4).unref();
  return {
    take: (address, fresh, turn) => {
      const pool = poolOf(pools, address, settings);
      const waiting = { fresh, turn };
      pool.waiting.add(waiting);
      serve(pool);
      return () => pool.waiting.delete(waiting);
    },
    giveBack: (connection, keepMs) => {
      const { pool } = connection;
      connection.listener = undefined;
      connection.isUsed = true;
      if (keepMs <= 0 || pool.isNoisy) return drop(connection);
      connection.idleUntil = performance.now() + Math.min(idleMs, keepMs);
      pool.idle.push(connection);
      if (pool.waiting.size > 0) serve(pool);
    },
    drop,
    destroy: () => {
      clearInterval(sweeping);
      for (const { open } of pools.values()) for (const { socket } of open) socket.destroy();
    },
  };
}

/** Gives connections to the requests that wait, as long as any are free. */
function serve(pool: OriginPool): void {
  for (const waiting of pool.waiting) {
    const kept = waiting.fresh ? undefined : takeIdle(pool);
    if (kept === undefined && pool.open.size >= pool.limit) {
      const oldest = pool.idle.shift();
      if (oldest === undefined) return;
      retire(oldest);
    }
    pool.waiting.delete(waiting);
    waiting.turn(kept ?? open(pool));
  }
}

function drop(connection: Connection): void {
  const { pool } = connection;
  const at = pool.idle.indexOf(connection);
  if (at !== -1) pool.idle.splice(at, 1);
  retire(connection);
  if (pool.waiting.size > 0) serve(pool);
}

function retire(connection: Connection): void {
  connection.socket.destroy();
  connection.pool.open.delete(connection);
}

function poolOf(pools: Map<string, OriginPool>, address: Address, settings: Settings): OriginPool {
  const key = `${address.secure ? 'https' : 'http'} ${address.host} ${address.port} ${address.name}`;
  const known = pools.get(key);
  if (known !== undefined) return known;
  const pool: OriginPool = { ...settings, address, idle: [], open: new Set(), waiting: new Set(), isNoisy: false };
  pools.set(key, pool);
  return pool;
}

function takeIdle({ idle }: OriginPool): Connection | undefined {
  const connection = idle.at(-1);
  if (connection === undefined) return undefined;
  if (connection.idleUntil > performance.now()) return idle.pop();
  // The one used last is past its time, so all others are too.
  for (const late of idle.splice(0)) retire(late);
  return undefined;
}

function sweep(pools: Iterable<OriginPool>): void {
  const now = performance.now();
  for (const { idle } of pools) for (const late of idle.filter(({ idleUntil }) => idleUntil <= now)) drop(late);
}

function open(pool: OriginPool): Connection {
  const data = (chunk: Buffer): void => {
    if (connection.listener !== undefined) return connection.listener.data(chunk);
    // Bytes that answer no request must not be taken for the answer to the next one.
    pool.isNoisy = true;
    for (const idle of [connection, ...pool.idle]) drop(idle);
  };
  const end = (): void => (connection.listener === undefined ? drop(connection) : connection.listener.end());
  const socket = pool.address.secure ? openTls(pool).on('data', data) : openPlain(pool, data);
  const connection: Connection = { socket, pool, listener: undefined, isUsed: false, idleUntil: 0 };
  pool.open.add(connection);
  socket.on('end', end).on('close', end);
  socket.on('error', (error: Error) => {
    if (connection.listener === undefined) drop(connection);
    else connection.listener.error(error);
  });
  return connection;
}

/** All connections read into this one buffer and copy at once. Otherwise each read would allocate 64 KiB. */
const readBuffer = Buffer.alloc(65_536);

function openPlain({ address: { host, port } }: OriginPool, data: (chunk: Buffer) => void): Socket {
  const callback = (length: number): boolean => {
    data(Buffer.from(readBuffer.subarray(0, length)));
    return true;
  };
  return connectPlain({ host, port, lookup, noDelay: true, onread: { buffer: readBuffer, callback } });
}

function openTls(pool: OriginPool): TLSSocket {
  const { host, port, name } = pool.address;
  const socket = connectTls({
    host,
    port,
    lookup,
    servername: serverName(name),
    ALPNProtocols: ['http/1.1'],
    ...(pool.session && { session: pool.session }),
    ...(pool.secureContext && { secureContext: pool.secureContext }),
  });
  socket.setNoDelay(true);
  return socket.on('session', (session) => {
    pool.session = session;
  });
}
