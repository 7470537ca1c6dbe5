import type { Socket } from 'node:net';

/** What an answer is written to, and what is known of the request. */
export interface Victim {
  readonly socket: Socket;
  readonly path: string;
  /** An origin that nobody allowed. */
  readonly foreign: string;
}

export type Hostile = (victim: Victim) => void;

export function answer(status: string, fields: readonly string[] = [], body: string | Buffer = ''): Buffer {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: application/json', ...fields, length, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

export const said = (status: string, fields: readonly string[] = [], body: string | Buffer = ''): Hostile => {
  let bytes: Buffer | undefined;
  return ({ socket }) => void socket.write((bytes ??= answer(status, fields, body)));
};

/** Writes these bytes and leaves the connection open. */
export const raw =
  (text: string): Hostile =>
  ({ socket }) =>
    void socket.write(text, 'latin1');

/** Writes the first text, and then the other one without end, as fast as the other side reads. */
export const endless =
  (first: string, again: string): Hostile =>
  ({ socket }) => {
    const pump = (): void => {
      while (!socket.destroyed && socket.write(again, 'latin1')) continue;
    };
    socket.write(first, 'latin1');
    socket.on('drain', pump);
    pump();
  };

/** The same, a piece each so many milliseconds. */
export const dripping =
  (first: string, again: string, everyMs = 200): Hostile =>
  ({ socket }) => {
    socket.write(first, 'latin1');
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(again, 'latin1')), everyMs);
    socket.once('close', () => clearInterval(timer));
  };

/** Writes, and closes in the given way. */
export const ending =
  (text: string, how: 'end' | 'reset'): Hostile =>
  ({ socket }) => {
    socket.write(text, 'latin1', () => (how === 'end' ? socket.end() : socket.resetAndDestroy()));
  };

export const late =
  (ms: number, then: Hostile): Hostile =>
  (victim) => {
    setTimeout(() => (victim.socket.destroyed ? undefined : then(victim)), ms);
  };
