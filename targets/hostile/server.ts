import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { behind, type Fronted, startInFront } from './front.ts';
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

/** A lawful server that turns hostile. It stands in front of the reference server, and after some time answers itself. */
export async function startHostile({ mode, after, foreign, ...ports }: HostileOptions): Promise<Fronted> {
  const hostile = modes[mode];
  if (hostile === undefined) throw new TypeError(`no such mode: ${mode}; there are ${Object.keys(modes).join(', ')}`);
  let left = after;
  return startInFront((request, response) => {
    request.socket.on('error', () => request.socket.destroy());
    left -= 1;
    if (left >= 0) passOn(request, response);
    else request.resume().once('end', () => hostile({ socket: request.socket, path: request.url ?? '', foreign }));
  }, ports);
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
