import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Loopback = {
  readonly origin: string;
  readonly host: string;
  /** What each connection has received, a character for each byte. */
  readonly received: readonly string[];
  readonly close: () => Promise<void>;
};

type Answer = (socket: Socket, head: string, connection: number) => void;

/** A server of bytes: `answer` is called with each chunk that it receives. */
export async function loopback(answer: Answer, host = '127.0.0.1'): Promise<Loopback> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const connection = received.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      received[connection] += text;
      answer(socket, text, connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const name = `${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`;
  return { origin: `http://${name}`, host: name, received, close: () => closeAll(server, sockets) };
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}

export const ok = (body = ''): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
