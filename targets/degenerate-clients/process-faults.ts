import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

export function exit(status: number): void {
  process.exit(status);
}

/** Writes as fast as the other side reads. */
export function endless(output: Writable, text: string): void {
  const chunk = text.repeat(Math.ceil(65_536 / text.length));
  const pump = (): void => void output.write(chunk, () => setImmediate(pump));
  pump();
}

/** The child has the streams of this process, and would keep them open for a minute. */
export function child(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const wait = "for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => {}); setTimeout(() => {}, 60000)";
  spawn(process.execPath, ['-e', wait], { stdio: 'inherit' });
}
