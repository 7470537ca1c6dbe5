import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeUnreserved, removeDotSegments } from '../proof/uri.ts';
import { reply, type Header, type Incoming, type Reply } from './message.ts';
import type { Policy } from '../policy.ts';
import { EndlessLoop, ProcessExit } from './fate.ts';

export type Route = (request: Incoming) => Promise<Reply>;

export interface Manner {
  readonly delayMs: number;
  readonly connections: Policy['connections'];
  /** The value of the field Date of an answer; `undefined` leaves it out. */
  readonly date: () => string | undefined;
}

export interface Listener {
  readonly origin: string;
  /** Called once the origin is known, because the route needs it. */
  serve(route: Route, manner: Manner): void;
  close(): Promise<void>;
}

const largestBody = 65_536;

/** Starts a listener. `shown`: the host in the origin that clients see. */
export async function listen(host: string, port: number, shown = host): Promise<Listener> {
  let answer: Route = () => Promise.resolve(reply(503));
  let manner: Manner = { delayMs: 0, connections: 'kept', date: () => new Date().toUTCString() };
  const isChosen = choosing();
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const chosen = manner.connections !== 'kept' && isChosen(request);
    if (chosen && manner.connections === 'closed-at-times') response.setHeader('Connection', 'close');
    const lost = chosen && manner.connections === 'lost-at-times';
    void handle(request, response, { origin, route: (incoming) => answer(incoming), manner, lost, exit });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const origin = bound === 80 ? `http://${shown}` : `http://${shown}:${bound}`;
  const exit = exitAndRestart(server, host, bound);
  return {
    origin,
    serve: (route, wanted) => {
      answer = route;
      manner = wanted;
    },
    close: async () => {
      exit.restart.abort();
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const everyNth = 5;

/** Picks some of the requests that come over a connection which has served before. */
function choosing(): (request: IncomingMessage) => boolean {
  const used = new WeakSet();
  let count = 0;
  return ({ socket }) => {
    const isUsed = used.has(socket);
    used.add(socket);
    if (isUsed) count += 1;
    return isUsed && count % everyNth === 0;
  };
}

interface Exit {
  readonly die: () => void;
  readonly restart: AbortController;
}

const awayMs = 300;

/** Acts like a process that crashes and restarts: every connection breaks, and for a while the port is closed. */
function exitAndRestart(server: Server, host: string, port: number): Exit {
  const restart = new AbortController();
  const die = (): void => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    void delay(awayMs, undefined, { signal: restart.signal }).then(
      () => server.listen(port, host),
      () => {},
    );
  };
  return { die, restart };
}

interface Handling {
  readonly origin: string;
  readonly route: Route;
  readonly manner: Manner;
  /** The connection ends before the answer. */
  readonly lost: boolean;
  readonly exit: Exit;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { origin, route, manner, lost, exit }: Handling,
): Promise<void> {
  try {
    const body = await readBody(request);
    const answer = body === undefined ? reply(413) : await route(toIncoming(request, body, origin));
    if (manner.delayMs > 0) await delay(manner.delayMs);
    if (lost) response.destroy();
    else send(response, answer, manner);
  } catch (error) {
    if (error instanceof EndlessLoop) return;
    if (error instanceof ProcessExit) return exit.die();
    // Only defects reach this line, because the strict server answers every fault itself.
    if (!response.headersSent && !response.destroyed) send(response, reply(500, 'Internal Server Error'), manner);
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply, { date }: Manner): void {
  response.sendDate = false;
  const time = date();
  const dated: Header[] = time === undefined ? [] : [['Date', time]];
  const length: Header[] = status === 204 ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
  response.writeHead(status, [...dated, ...headers, ...length].flat());
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

function toIncoming(request: IncomingMessage, body: string, origin: string): Incoming {
  const pairs: Header[] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    pairs.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  }
  const url = request.url ?? '/';
  // RFC 9112 3.2.2: a server accepts the absolute form.
  const target = url.toLowerCase().startsWith(`${origin}/`) ? url.slice(origin.length) : url;
  const [path = '', ...queries] = target.split('?');
  return {
    method: request.method ?? 'GET',
    target,
    path: removeDotSegments(decodeUnreserved(path)),
    query: new URLSearchParams(queries.join('?')),
    host: request.headers.host,
    headers: pairs,
    body,
  };
}
