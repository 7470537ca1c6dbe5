import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Two servers may get their ports long before either listens.
const handedOut = new Set<number>();

/**
 * Ports that no system gives to outgoing connections (RFC 6335 §6; Linux begins at 32768). One of those might be the local end of any
 * connection by the time the server listens.
 */
const range = [20_000, 32_000] as const;

/** A port that is free at 127.0.0.1 and at ::1, and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...range);
    if (handedOut.has(port)) continue;
    // Half of them are never in use at once, and the first ones have been free for long.
    if (handedOut.size > (range[1] - range[0]) / 2) handedOut.clear();
    handedOut.add(port);
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port;
  }
}

/** On a machine without IPv6, no port of `::1` can be taken. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
