import type { Socket } from 'node:net';

const largest = 1_000_000;

/** Calls back with the path of each request on the socket once all of it has arrived. Good enough for tests. */
export function onRequest(socket: Socket, answer: (path: string) => void): void {
  let buffered = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    buffered = `${buffered}${chunk}`.slice(-largest);
    for (let length = requestLength(buffered); length > 0; length = requestLength(buffered)) {
      const [, path = '/'] = buffered.slice(0, length).split(' ', 2);
      buffered = buffered.slice(length);
      answer(path);
    }
  });
}

/** The length of head and body, or 0 when a part has not arrived yet. */
function requestLength(text: string): number {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const [, digits = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2)) ?? [];
  const length = end + 4 + Number(digits);
  return text.length >= length ? length : 0;
}
