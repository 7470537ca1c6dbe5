import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const places = ['as', 'rs', 'rs2', 'foreign'] as const;
export type Place = (typeof places)[number];

export interface Seen {
  readonly place: Place;
  readonly method: string;
  readonly path: string;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Given {
  readonly status?: number;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** The connection is cut before the answer. */
  readonly cut?: true;
}

/** Answers a request, or nothing where the lawful answer will do. `nth` counts the requests for one path of one place. */
export type Script = (seen: Seen, nth: number, origins: Origins) => Given | undefined;

export type Origins = Readonly<Record<Place, string>>;

export interface ScriptedServers {
  readonly origins: Origins;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Four servers on ports of their own, which check nothing and keep all that they see. */
export async function startScripted(script: Script): Promise<ScriptedServers> {
  const seen: Seen[] = [];
  const counts = new Map<string, number>();
  const servers = new Map<Place, Server>(places.map((place) => [place, createServer()]));
  const listening = [...servers.values()].map(
    (server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)),
  );
  await Promise.all(listening);
  const originOf = (place: Place): string => {
    const address = servers.get(place)?.address() as AddressInfo | undefined;
    return `http://127.0.0.1:${address?.port ?? 0}`;
  };
  const origins = { as: originOf('as'), rs: originOf('rs'), rs2: originOf('rs2'), foreign: originOf('foreign') };
  for (const [place, server] of servers)
    server.on('request', (request, response) => void answer(place, request, response));

  async function answer(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const lines = request.rawHeaders.flatMap((name, at, all) => (at % 2 ? [] : [[name, all[at + 1] ?? ''] as const]));
    const { method = '', url: path = '' } = request;
    const one = { place, method, path, lines, body: await text(request) };
    seen.push(one);
    const key = `${place} ${path.replace(/\?.*/, '')}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    write(response, script(one, nth, origins) ?? lawful(one, nth, origins));
  }

  return {
    origins,
    seen,
    close: async () => {
      const all = [...servers.values()];
      for (const server of all) server.closeAllConnections();
      await Promise.all(all.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function write(response: ServerResponse, { status = 200, fields = {}, body, cut }: Given): void {
  if (cut) response.socket?.destroy();
  for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
  response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body));
}

function lawful({ place, path }: Seen, nth: number, origins: Origins): Given {
  if (place !== 'as') return { body: {} };
  if (path.startsWith('/.well-known/oauth')) return { body: metadata(origins.as) };
  if (path === '/par') return { status: 201, body: { request_uri: 'urn:x', expires_in: 60 } };
  if (path === '/device') return { body: { device_code: 'd', user_code: 'u', expires_in: 60, interval: 1 } };
  if (path === '/token')
    return { body: { access_token: `token-${nth}`, token_type: 'DPoP', refresh_token: `refresh-${nth}` } };
  return { status: 404 };
}

export function metadata(issuer: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    authorization_endpoint: `${issuer}/authorize`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    device_authorization_endpoint: `${issuer}/device`,
    dpop_signing_alg_values_supported: ['ES256', 'RS256'],
    ...more,
  };
}
