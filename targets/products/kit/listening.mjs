import { connect } from 'node:net';

/** Waits until something listens on a port of 127.0.0.1, ten seconds at most. */
export async function listening(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
