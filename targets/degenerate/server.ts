import { once } from 'node:events';
import { createServer } from 'node:net';
import { behaviours, type DegenerateKind } from './behaviours.ts';

export { degenerateKinds, type DegenerateKind } from './behaviours.ts';

export interface RunningDegenerate {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/**
 * A server that conforms to nothing and must never look green. It works on sockets, because half of its answers are no
 * lawful HTTP.
 */
export async function startDegenerate(kind: DegenerateKind, port = 0): Promise<RunningDegenerate> {
  const behave = behaviours[kind];
  const open = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // The other side may close the connection at any time.
    socket.on('error', () => socket.destroy());
    behave(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    baseUrl: `http://127.0.0.1:${bound}`,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
