import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Address } from './address.ts';
import { idleMs, lookup, serverName } from './connection.ts';

/** What happens on a connection while somebody has it. */
export type Listener = {
  readonly data: (chunk: Buffer) => void;
  /** The other side has ended it, or it is closed. */
  readonly end: () => void;
  readonly error: (error: Error) => void;
};

export type Connection = {
  readonly socket: Socket;
  readonly lane: Lane;
  /** Absent while idle. */
  listener: Listener | undefined;
  /** Whether an answer has come over it before. */
  isUsed: boolean;
  /** By the monotonic clock, in milliseconds. */
  idleUntil: number;
};

type Waiting = { readonly fresh: boolean; readonly turn: (connection: Connection) => void };

type Settings = { readonly limit: number; readonly secureContext: SecureContext | undefined };

/** The connections to one origin. */
export type Lane = Settings & {
  readonly address: Address;
  /** The one used last is taken first: few connections stay hot rather than many lukewarm. */
  readonly idle: Connection[];
  readonly open: Set<Connection>;
  readonly waiting: Set<Waiting>;
  /** Resumed by the next connection. */
  session?: Buffer;
};

export type Lanes = {
  /** Gives a connection, now or when there is one; returns what ends the waiting. `fresh`: none that was used before. */
  readonly take: (address: Address, fresh: boolean, turn: (connection: Connection) => void) => () => void;
  /** Of a connection that can serve again, for `keepMs` if nobody takes it earlier. */
  readonly giveBack: (connection: Connection, keepMs: number) => void;
  /** Of a connection that is done for. */
  readonly drop: (connection: Connection) => void;
  readonly destroy: () => void;
};

/** Connections that are kept alive, at most `limit` to each origin. */
export function createLanes(limit: number, secureContext: SecureContext | undefined): Lanes {
  const lanes = new Map<string, Lane>();
  const settings = { limit, secureContext };
  const sweeping = setInterval(() => sweep(lanes.values()), idleMs / 4).unref();
  return {
    take: (address, fresh, turn) => {
      const lane = laneOf(lanes, address, settings);
      const waiting = { fresh, turn };
      lane.waiting.add(waiting);
      serve(lane);
      return () => lane.waiting.delete(waiting);
    },
    giveBack: (connection, keepMs) => {
      const { lane } = connection;
      connection.listener = undefined;
      connection.isUsed = true;
      if (keepMs <= 0) return drop(connection);
      connection.idleUntil = performance.now() + Math.min(idleMs, keepMs);
      lane.idle.push(connection);
      if (lane.waiting.size > 0) serve(lane);
    },
    drop,
    destroy: () => {
      clearInterval(sweeping);
      for (const { open } of lanes.values()) for (const { socket } of open) socket.destroy();
    },
  };
}

/** Gives connections to those who wait, as long as there are any. */
function serve(lane: Lane): void {
  for (const waiting of lane.waiting) {
    const kept = waiting.fresh ? undefined : takeIdle(lane);
    if (kept === undefined && lane.open.size >= lane.limit) {
      const oldest = lane.idle.shift();
      if (oldest === undefined) return;
      retire(oldest);
    }
    lane.waiting.delete(waiting);
    waiting.turn(kept ?? open(lane));
  }
}

function drop(connection: Connection): void {
  const { lane } = connection;
  const at = lane.idle.indexOf(connection);
  if (at !== -1) lane.idle.splice(at, 1);
  retire(connection);
  if (lane.waiting.size > 0) serve(lane);
}

function retire(connection: Connection): void {
  connection.socket.destroy();
  connection.lane.open.delete(connection);
}

function laneOf(lanes: Map<string, Lane>, address: Address, settings: Settings): Lane {
  const key = `${address.secure ? 'https' : 'http'} ${address.host} ${address.port} ${address.name}`;
  const known = lanes.get(key);
  if (known !== undefined) return known;
  const lane: Lane = { ...settings, address, idle: [], open: new Set(), waiting: new Set() };
  lanes.set(key, lane);
  return lane;
}

function takeIdle({ idle }: Lane): Connection | undefined {
  const connection = idle.at(-1);
  if (connection === undefined) return undefined;
  if (connection.idleUntil > performance.now()) return idle.pop();
  // The one used last is past its time: so are all others.
  for (const late of idle.splice(0)) retire(late);
  return undefined;
}

function sweep(lanes: Iterable<Lane>): void {
  const now = performance.now();
  for (const { idle } of lanes) for (const late of idle.filter(({ idleUntil }) => idleUntil <= now)) drop(late);
}

function open(lane: Lane): Connection {
  const data = (chunk: Buffer): void => {
    // Bytes that answer nothing must not be taken for the answer to what comes next.
    if (connection.listener === undefined) drop(connection);
    else connection.listener.data(chunk);
  };
  const end = (): void => (connection.listener === undefined ? drop(connection) : connection.listener.end());
  const socket = lane.address.secure ? openTls(lane).on('data', data) : openPlain(lane, data);
  const connection: Connection = { socket, lane, listener: undefined, isUsed: false, idleUntil: 0 };
  lane.open.add(connection);
  socket.on('end', end).on('close', end);
  socket.on('error', (error: Error) => {
    if (connection.listener === undefined) drop(connection);
    else connection.listener.error(error);
  });
  return connection;
}

/** What is read is copied at once, so that one buffer serves all. Otherwise each read would have 64 KiB of its own. */
const readBuffer = Buffer.alloc(65_536);

function openPlain({ address: { host, port } }: Lane, data: (chunk: Buffer) => void): Socket {
  const callback = (length: number): boolean => {
    data(Buffer.from(readBuffer.subarray(0, length)));
    return true;
  };
  return connectPlain({ host, port, lookup, noDelay: true, onread: { buffer: readBuffer, callback } });
}

function openTls(lane: Lane): TLSSocket {
  const { host, port, name } = lane.address;
  const socket = connectTls({
    host,
    port,
    lookup,
    servername: serverName(name),
    ALPNProtocols: ['http/1.1'],
    ...(lane.session && { session: lane.session }),
    ...(lane.secureContext && { secureContext: lane.secureContext }),
  });
  socket.setNoDelay(true);
  return socket.on('session', (session) => {
    lane.session = session;
  });
}
