import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Policy } from '../policy.ts';
import { listen, type Listener } from './listen.ts';

interface Wanted {
  readonly host: string;
  /** The host in the origins, where the policy names no other. */
  readonly shown: string;
  readonly asPort: number;
  readonly rsPort: number;
}

/** Gives each role its own origin, with the kind of address that the policy names. */
export async function listenAs(
  address: Policy['address'],
  { host, shown, asPort, rsPort }: Wanted,
): Promise<readonly [as: Listener, rs: Listener]> {
  if (address === 'name') return Promise.all([listen(host, asPort, 'localhost'), listen(host, rsPort, 'localhost')]);
  const own = address === 'default-port' ? await loopbackWithDefaultPort() : undefined;
  if (own !== undefined) return Promise.all([listen(`${own}1`, 80), listen(`${own}2`, 80)]);
  return Promise.all([listen(host, asPort, shown), listen(host, rsPort, shown)]);
}

/** Whether this process may listen on port 80 of a loopback address. Outside Linux, and without privileges, it seldom may. */
export async function hasDefaultPort(): Promise<boolean> {
  return (await loopbackWithDefaultPort()) !== undefined;
}

/** The first three octets of loopback addresses that other programs are unlikely to use. */
async function loopbackWithDefaultPort(): Promise<string | undefined> {
  const net = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.`;
  const server = createServer().listen(80, `${net}1`);
  try {
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return net;
  } catch {
    return undefined;
  }
}
