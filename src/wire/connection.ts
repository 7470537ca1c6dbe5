import { lookup as resolve } from 'node:dns';
import type { Agent as PlainAgent } from 'node:http';
import type { Agent as TlsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { http, https } from '../node-http.ts';

/** Shorter than the 5 s for which Node's servers keep a connection, so that few requests meet one about to be closed. */
export const idleMs = 4_000;

const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Resolves `localhost` to both IPv4 and IPv6, whatever the hosts file says: servers differ in where they listen. */
export const lookup: LookupFunction = (hostname, options, callback) => {
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) return resolve(hostname, options, callback);
  return options.all === true ? callback(null, loopback) : callback(null, '127.0.0.1', 4);
};

/** RFC 6066 §3: a literal IP address is no server name. */
export const serverName = (host: string): string => (isIP(host) === 0 ? host : '');

/** The system's trust anchors and, beside them, the target's own. */
export const trust = (ca: string | undefined): SecureContext | undefined =>
  ca === undefined ? undefined : createSecureContext({ ca: [...getCACertificates('default'), ca] });

export type Agents = { readonly plain: PlainAgent; readonly tls: TlsAgent; readonly destroy: () => void };

/** Node's agents, with so many connections to one origin. Last in, first out: few connections are in use, and stay open. */
export function createAgents(connections: number, secureContext: SecureContext | undefined): Agents {
  const common = {
    keepAlive: true,
    maxSockets: connections,
    maxFreeSockets: connections,
    scheduling: 'lifo' as const,
    timeout: idleMs,
    noDelay: true,
    lookup,
  };
  const plain = new http.Agent(common);
  const tls = new https.Agent({ ...common, ...(secureContext && { secureContext }) });
  return {
    plain,
    tls,
    destroy: () => {
      plain.destroy();
      tls.destroy();
    },
  };
}
