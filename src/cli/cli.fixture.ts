import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { CliContext } from './context.ts';
import type { initCommand } from './init/init.ts';

export type Outcome = { readonly out: string; readonly err: string; readonly error?: string };

type Given = { readonly cwd?: string; readonly answers?: readonly string[]; readonly env?: NodeJS.ProcessEnv };

/** Runs one command with streams of its own. With `answers`, standard input is a terminal that answers the questions. */
export async function runCli(build: typeof initCommand, args: readonly string[], given: Given = {}): Promise<Outcome> {
  const [stdout, stderr, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { out: '', err: '' };
  const answers = [...(given.answers ?? [])];
  stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
    if (texts.err.endsWith(': ')) stdin.write(`${answers.shift() ?? ''}\n`);
  });
  const context: CliContext = {
    stdout,
    stderr,
    stdin: Object.assign(stdin, { isTTY: given.answers !== undefined }),
    env: given.env ?? {},
    cwd: given.cwd ?? (await mkdtemp(join(tmpdir(), 'proofmark-'))),
    args,
    signal: new AbortController().signal,
    exit: () => undefined,
  };
  const error = await build(context)
    .exitOverride()
    .configureOutput({ writeErr: (text) => (texts.err += text), writeOut: (text) => (texts.out += text) })
    .parseAsync(args, { from: 'user' })
    .then(() => undefined, errorText);
  await new Promise((resolve) => setImmediate(resolve));
  return { ...texts, ...defined({ error }) };
}

function errorText(error: unknown): string {
  return error instanceof HarnessError ? `${error.code}: ${error.message}` : String(error);
}

/** A loopback server with these JSON pages, in which `ORIGIN` stands for itself. */
export async function servePages(
  pages: Readonly<Record<string, object>>,
): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    const body = page === undefined ? '' : JSON.stringify(page).replaceAll('ORIGIN', origin);
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return { origin, server };
}
