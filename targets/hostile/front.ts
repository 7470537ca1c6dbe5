import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { startReference, type RunningReference } from '../reference/server.ts';

/** Where the lawful server behind a front listens, at the same ports. */
export const behind = '127.0.0.2';

export interface Fronted {
  readonly issuer: string;
  readonly resourceBase: string;
  close(): Promise<void>;
}

/** Starts the reference server, and a server of our own in front of each of its two: only `listener` gets requests. */
export async function startInFront(
  listener: RequestListener,
  { asPort = 0, rsPort = 0 }: { readonly asPort?: number; readonly rsPort?: number } = {},
): Promise<Fronted> {
  const fronts = [createServer(listener), createServer(listener)] as const;
  const [as, rs] = [await portOf(fronts[0], asPort), await portOf(fronts[1], rsPort)];
  const lawful: RunningReference = await startReference({ host: behind, asPort: as, rsPort: rs });
  return {
    issuer: lawful.issuer,
    resourceBase: lawful.resourceBase,
    close: async () => {
      for (const front of fronts) {
        front.close();
        front.closeAllConnections();
      }
      await lawful.close();
    },
  };
}

async function portOf(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
