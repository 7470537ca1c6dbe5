import type { Socket } from 'node:net';
import { onRequest } from './request.ts';

/** Answers each request in turn with another kind of nonsense. Every connection begins with a random one. */
export function garble(socket: Socket): void {
  let turn = Math.floor(Math.random() * kinds.length);
  onRequest(socket, () => {
    kinds[turn % kinds.length]?.(socket);
    turn += 1;
  });
}

const kinds: readonly ((socket: Socket) => void)[] = [
  hugeHeader,
  endlessBody,
  (socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"access_token": "abc',
    ),
  (socket) => socket.end('\u0000\u0001\u0002 this is not HTTP \u001b[31m\r\n\r\n'),
  (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort'),
  (socket) => socket.end('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: DPoP error="\r\nContent-Length: 0\r\n\r\n'),
  (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
];

function hugeHeader(socket: Socket): void {
  socket.write(`HTTP/1.1 200 OK\r\nX-Huge: ${'a'.repeat(1_000_000)}\r\nContent-Length: 0\r\n\r\n`);
}

/** Waits for the other side to read, so that this process needs no memory for it. */
function endlessBody(socket: Socket): void {
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
  const pump = (): void => {
    while (!socket.destroyed && socket.write(chunk)) continue;
  };
  socket.on('drain', pump);
  pump();
}
