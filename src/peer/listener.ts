import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { HarnessError } from '../errors.ts';
import { bounds, type RawRequest, readRequest } from './raw-request.ts';

/** An answer as it is written: fields in this spelling and order. */
export type RawAnswer = {
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Waits so long before the first octet, in milliseconds. */
  readonly delayMs?: number;
  /** Closes the connection after so many octets. */
  readonly cutAfter?: number;
  /** Closes the connection after the whole answer. */
  readonly isLast?: boolean;
};

/** Resolves to the answer, or to nothing where the connection is to be closed without one. */
export type Answerer = (request: RawRequest) => Promise<RawAnswer | undefined>;

export type Certificate = { readonly cert: string; readonly key: string };

export type Listener = {
  readonly port: number;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** Ports that a run has used: a client must not take the next server for the one before. */
export type UsedPorts = Set<number>;

/**
 * A server on a loopback port of its own that shows requests as they came. Node's own parser answers methods that it does not
 * know with 400, and folds field lines, so it is not used.
 *
 * @throws HarnessError `ERR_INTERNAL` where no port can be had
 */
export async function listen(answer: Answerer, used: UsedPorts, tls?: Certificate): Promise<Listener> {
  const sockets = new Set<Socket>();
  let count = 0;
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serveSocket(socket, answer);
  };
  const server = tls === undefined ? createServer({ noDelay: true }, serve) : createTlsServer(tls, serve);
  // Before TLS has come to its end, too.
  server.on('connection', () => (count += 1));
  const port = await bind(server, used);
  return { port, connections: () => count, close: () => closeAll(server, sockets) };
}

/** The system likes to give the same port again, so it is chosen here. */
const range = { from: 20_000, to: 60_000, tries: 200 } as const;

async function bind(server: Server, used: UsedPorts): Promise<number> {
  for (let attempt = 0; attempt < range.tries; attempt += 1) {
    const port = randomInt(range.from, range.to);
    if (used.has(port)) continue;
    used.add(port);
    if (await isBound(server, port)) return port;
  }
  throw new HarnessError('ERR_INTERNAL', 'no loopback port is left that this run has not used; end other programs');
}

function isBound(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = (): void => resolve(false);
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

async function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}

/** One request after the other, each answered before the next is read. */
function serveSocket(socket: Socket, answer: Answerer): void {
  let buffer: Buffer = Buffer.alloc(0);
  let isBusy = false;
  let isInvited = false;
  const serveOne = async (request: RawRequest): Promise<void> => {
    await respond(socket, request, answer);
    isBusy = false;
    next();
  };
  const next = (): void => {
    if (isBusy || socket.destroyed) return;
    const reading = readRequest(buffer);
    if (reading.state === 'broken') {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    } else if (reading.state === 'continue' && !isInvited) {
      isInvited = true;
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
    } else if (reading.state === 'whole') {
      buffer = buffer.subarray(reading.used);
      isBusy = true;
      isInvited = false;
      void serveOne(reading.request);
    }
  };
  socket.on('data', (chunk: Buffer) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    if (buffer.length > bounds.head + 2 * bounds.body) socket.destroy();
    else next();
  });
}

async function respond(socket: Socket, request: RawRequest, answer: Answerer): Promise<void> {
  const given = await answer(request);
  if (given === undefined) {
    socket.destroy();
    return;
  }
  if (given.delayMs !== undefined) await sleep(given.delayMs);
  const isLast = given.isLast === true || isClosing(request);
  const bytes = written(given, request, isLast);
  if (given.cutAfter !== undefined) {
    socket.write(bytes.subarray(0, given.cutAfter), () => socket.destroy());
  } else if (isLast) socket.end(bytes);
  else socket.write(bytes);
}

function isClosing({ version, fields }: RawRequest): boolean {
  const connection = fields
    .filter(([name]) => name.toLowerCase() === 'connection')
    .map(([, value]) => value)
    .join(',');
  return /\bclose\b/i.test(connection) || (version === '1.0' && !/\bkeep-alive\b/i.test(connection));
}

function written({ status, fields, body }: RawAnswer, { method }: RawRequest, isLast: boolean): Buffer {
  const content = Buffer.from(body, 'utf8');
  const isBare = method === 'HEAD' || status === 204 || status === 304;
  const length: readonly (readonly [string, string])[] =
    status === 204 ? [] : [['Content-Length', String(content.length)]];
  const lines = [...fields, ...length, ['Connection', isLast ? 'close' : 'keep-alive'] as const];
  const head = `HTTP/1.1 ${status} ${reasons[status] ?? 'Answer'}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), isBare ? Buffer.alloc(0) : content]);
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  302: 'Found',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
