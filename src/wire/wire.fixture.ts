import { onTestFinished } from 'vitest';
import { createWire, type WireOptions } from './client.ts';
import { loopback, type Loopback } from './loopback.fixture.ts';
import type { Wire, WireRequest } from './types.ts';

/** A wire to one host, with small bounds, which ends with the running test. */
export function wireTo(host: string, options: Partial<WireOptions> = {}): Wire {
  const limits = { timeoutMs: 60_000, maxBodyBytes: 1000, maxFieldBytes: 4096, connections: 4 };
  const wire = createWire({ allowedHosts: [host], ...limits, ...options });
  onTestFinished(wire.close);
  return wire;
}

/** As {@link loopback}; the server ends with the running test. */
export async function serve(...given: Parameters<typeof loopback>): Promise<Loopback> {
  const server = await loopback(...given);
  onTestFinished(server.close);
  return server;
}

export function get(url: string, more: Partial<WireRequest> = {}): WireRequest {
  return { method: 'GET', url, fields: [], ...more };
}
