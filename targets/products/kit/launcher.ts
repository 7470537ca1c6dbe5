import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The flags of every launcher, for `parseArgs`. */
export const listenFlags = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  'watch-stdin': { type: 'boolean', default: false },
} as const;

export interface ListenFlags {
  readonly port: string;
  readonly host: string;
  readonly 'watch-stdin': boolean;
}

/** Ends the process with status 2, because the command line or the environment is wrong. */
export function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** Runs `read`, and refuses with its message when it throws, as `parseArgs` and `JSON.parse` do. */
export function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The value of a flag that has a closed set of values. */
export function oneOf<const T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  return allowed.find((candidate) => candidate === value) ?? refuse(`--${flag} must be one of ${allowed.join(', ')}`);
}

/** The value of a flag that is a whole number up to `max`. */
export function wholeNumber(flag: string, value: string, max: number): number {
  const number = Number(value);
  return /^\d+$/.test(value) && number <= max ? number : refuse(`--${flag} must be a whole number up to ${max}`);
}

/**
 * Listens on loopback, prints `ready <base-url>`, and runs until a signal or the end of stdin.
 *
 * The handler is made after listening, because the port is part of an issuer's name.
 */
export async function launch(flags: ListenFlags, createHandler: (baseUrl: string) => RequestListener): Promise<void> {
  // Only the ready line goes to stdout. oidc-provider prints its notices with console.info.
  console.info = console.error;
  const host = oneOf('host', flags.host, ['127.0.0.1', 'localhost']);
  const server = createServer();
  const port = await listen(server, wholeNumber('port', flags.port, 65_535), host);
  const baseUrl = `http://${host}:${port}`;
  server.on('request', createHandler(baseUrl));
  stopOn(server, flags['watch-stdin']);
  process.stdout.write(`ready ${baseUrl}\n`);
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve) => {
    server.once('error', (error) => refuse(`Cannot listen on ${host}:${port}: ${error.message}`));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function stopOn(server: Server, watchStdin: boolean): void {
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (watchStdin) {
    process.stdin.resume();
    process.stdin.once('end', stop);
  }
}
