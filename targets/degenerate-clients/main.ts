import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { bareClient } from './bare.ts';

const kind = process.argv[2] ?? 'silent';

type Command = Readonly<Record<string, unknown>> & { readonly id?: string; readonly cmd?: string };

const known = ['start', 'token', 'callback', 'call', 'save', 'load'];
const everything = ['token.client_credentials', 'call', 'call.post', 'nonce.as', 'nonce.rs', 'restart', 'parallel'];

function reply(id: unknown, members: object): void {
  process.stdout.write(`${JSON.stringify({ id, ...members })}\n`);
}

function hello(id: unknown, does: readonly string[]): void {
  reply(id, { ok: true, name: kind, version: '1', language: 'javascript', decides: 'library', does });
}

const bare = bareClient();

async function answer({ id, cmd = '', ...rest }: Command): Promise<void> {
  if (kind === 'silent') return;
  if (kind === 'garbage') {
    process.stdout.write('Hello, I am ready!\n');
    return;
  }
  if (kind === 'floods') {
    const line = `${'x'.repeat(65_536)}\n`;
    for (;;) if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  if (cmd === 'hello') {
    hello(id, kind === 'incapable' ? [] : everything);
    if (kind === 'exits') setTimeout(() => process.exit(3), 5);
    return;
  }
  if (kind === 'agreeable') reply(id, { ok: true, status: 200, state: '', token_type: 'DPoP' });
  else if (!known.includes(cmd)) reply(id, { ok: false, unsupported: true });
  else if (kind === 'bare') reply(id, await bare(cmd, rest));
  else if (kind === 'elsewhere') reply(id, await askElsewhere());
  else reply(id, { ok: true, status: 200, state: '', token_type: 'DPoP' });
}

async function askElsewhere(): Promise<object> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  server.closeAllConnections();
  return { ok: true, status: 200, state: '', token_type: 'DPoP' };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const command = JSON.parse(line) as Command;
  if (command.cmd === 'stop') process.exit(0);
  void answer(command);
});
