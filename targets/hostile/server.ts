import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { startReference, type RunningReference } from '../reference/server.ts';
import { modes } from './modes.ts';

export interface HostileOptions {
  /** A name among the modes. */
  readonly mode: string;
  /** So many requests are answered lawfully first. */
  readonly after: number;
  readonly asPort?: number;
  readonly rsPort?: number;
  /** An origin that nobody allowed. */
  readonly foreign: string;
}

export interface RunningHostile {
  readonly issuer: string;
  readonly resourceBase: string;
  close(): Promise<void>;
}

/** Where the lawful server behind it listens. */
const behind = '127.0.0.2';

/** A lawful server that turns hostile. It stands in front of the reference server, and after some time answers itself. */
export async function startHostile({
  mode,
  after,
  asPort = 0,
  rsPort = 0,
  foreign,
}: HostileOptions): Promise<RunningHostile> {
  const hostile = modes[mode];
  if (hostile === undefined) throw new TypeError(`no such mode: ${mode}; there are ${Object.keys(modes).join(', ')}`);
  let left = after;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    request.socket.on('error', () => request.socket.destroy());
    left -= 1;
    if (left >= 0) passOn(request, response);
    else request.resume().once('end', () => hostile({ socket: request.socket, path: request.url ?? '', foreign }));
  };
  const fronts = [createServer(listener), createServer(listener)] as const;
  const [as, rs] = [await portOf(fronts[0], asPort), await portOf(fronts[1], rsPort)];
  const lawful: RunningReference = await startReference({ host: behind, asPort: as, rsPort: rs });
  return {
    issuer: lawful.issuer,
    resourceBase: lawful.resourceBase,
    close: async () => {
      for (const front of fronts) {
        front.close();
        front.closeAllConnections();
      }
      await lawful.close();
    },
  };
}

async function portOf(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function passOn(incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers, socket } = incoming;
  const port = socket.localPort;
  const outgoing = ask({ hostname: behind, port, path: url, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}
