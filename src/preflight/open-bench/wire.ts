import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../../defined.ts';
import { allowedHosts } from '../../target/allowed-hosts.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { createWire } from '../../wire/client.ts';
import type { Wire } from '../../wire/types.ts';
import { createWindow, throughWindow } from '../../wire/window.ts';
import type { Opening } from './opening.ts';

/** `last`: the same, for what has to be sent after an interrupt. */
type Wires = { readonly wire: Wire; readonly last: Wire };

/** The wire to the hosts and within the limits of the descriptor. An interrupt stops all that is sent over it. */
export async function openWire({ loaded, options, closers }: Opening): Promise<Wires> {
  const last = await limitedWire(loaded);
  closers.push(last.close);
  const window = createWindow(loaded.descriptor.limits.concurrency);
  return { wire: throughWindow(stoppable(last, options.signal), window), last };
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
