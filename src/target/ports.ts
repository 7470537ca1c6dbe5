import { createServer } from 'node:net';

// Two servers may get their ports long before either listens.
const handedOut = new Set<number>();

/** A port that is free at 127.0.0.1 and at ::1, and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenBriefly(0, '127.0.0.1');
    if (port === undefined || handedOut.has(port)) continue;
    handedOut.add(port);
    if ((await listenBriefly(port, '::1')) !== undefined) return port;
  }
}

/** Returns `undefined` where the port is taken. On a machine without IPv6, no port of `::1` can be taken. */
function listenBriefly(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
