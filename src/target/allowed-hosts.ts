import { addressOf, createAllowList } from '../wire/address.ts';
import type { Descriptor } from './descriptor.ts';

/**
 * `host:port` of every URL that the descriptor names, then the hosts that it allows beside them. Endpoints that were
 * discovered do not count: a target's metadata must not widen the set of hosts that Proofmark sends requests to.
 */
export function allowedHosts(descriptor: Descriptor): readonly string[] {
  const launches = descriptor.launch === undefined ? [] : [descriptor.launch].flat();
  const urls = [
    descriptor.as?.issuer,
    ...Object.values(descriptor.as?.endpoints ?? {}),
    ...(descriptor.as?.replicas ?? []),
    descriptor.rs?.resource,
    ...(descriptor.rs?.replicas ?? []),
    ...(descriptor.rs?.resources ?? []).map(({ url }) => url),
    ...launches.map(({ ready }) => ('url' in ready ? ready.url : undefined)),
  ];
  const hosts = urls.flatMap((url) => (url === undefined ? [] : [hostAndPort(url)]));
  return [...new Set([...hosts, ...descriptor.allow.map((entry) => entry.toLowerCase())])];
}

/** `host:port` of a URL, with the default port of its scheme written out. */
export function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}

/** Whether an allow-list holds the host of a URL. Entries are `host:port`, or `host` for all its ports. */
export function isAllowedHost(allowed: readonly string[], url: string): boolean {
  const address = addressOf(url);
  return address !== undefined && createAllowList(allowed)(address);
}

export function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
