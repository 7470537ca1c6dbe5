import { createServer } from 'node:net';

// Two servers may be given their ports long before either listens.
const handedOut = new Set<number>();

/** A port that nobody listens on at 127.0.0.1 or ::1, and that this process has not been given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenBriefly(0, '127.0.0.1');
    if (port === undefined || handedOut.has(port)) continue;
    handedOut.add(port);
    if ((await listenBriefly(port, '::1')) !== undefined) return port;
  }
}

/** `undefined`: the port is taken. A machine without IPv6 has nobody there who could have taken it. */
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
