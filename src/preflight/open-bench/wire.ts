import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../../defined.ts';
import { allowedHosts } from '../../target/allowed-hosts.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { createWire } from '../../wire/client.ts';
import type { Wire } from '../../wire/types.ts';
import type { Opening } from './opening.ts';

/** The wire to the hosts and within the limits of the descriptor. An interrupt stops all that is sent over it. */
export async function openWire({ loaded, options, closers }: Opening): Promise<Wire> {
  const wire = stoppable(await limitedWire(loaded), options.signal);
  closers.push(wire.close);
  return wire;
}

function stoppable(wire: Wire, signal: AbortSignal): Wire {
  return {
    ...wire,
    send: (request) => wire.send(request, signal),
    burst: (requests) => wire.burst(requests, signal),
  };
}

async function limitedWire({ descriptor, directory }: LoadedDescriptor): Promise<Wire> {
  const { limits, tls } = descriptor;
  const { requestsPerSecond, maxRequests } = limits;
  const ca = tls.ca === undefined ? undefined : await readFile(resolve(directory, tls.ca), 'utf8');
  return createWire({
    allowedHosts: allowedHosts(descriptor),
    timeoutMs: limits.timeoutSeconds * 1000,
    maxBodyBytes: limits.maxBodyBytes,
    maxFieldBytes: 65_536,
    connections: limits.concurrency * 2,
    ...defined({ requestsPerSecond, maxRequests, ca }),
  });
}
