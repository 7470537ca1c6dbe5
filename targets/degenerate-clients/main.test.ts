import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

async function firstLine(kind: string, command: string): Promise<string> {
  const child = spawn(process.execPath, [main, kind], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify({ id: '1', cmd: command })}\n`);
  const line = once(createInterface(child.stdout), 'line').then(([text]) => String(text));
  const ended = once(child, 'exit').then(([status]) => `exit ${String(status)}`);
  const first = await Promise.race([line, ended]);
  child.kill('SIGKILL');
  return first;
}

test.each([
  ['says-ok', 'call', '{"id":"1","ok":true,"status":200,"statuses":[200]}'],
  ['says-ok', 'x-made-up', '{"id":"1","ok":false,"unsupported":true}'],
  ['says-ok-to-all', 'x-made-up', '{"id":"1","ok":true}'],
  ['claims-and-refuses', 'call', '{"id":"1","ok":false,"unsupported":true}'],
  ['fails-always', 'call', '{"id":"1","ok":false,"error":{"code":"no","text":"it did not work"}}'],
  ['exits-at-once', 'hello', 'exit 0'],
  ['exits-when-asked', 'token', 'exit 3'],
  ['floods-lines', 'hello', '{"id":"0"}'],
  ['wrong-ids', 'start', '{"id":"1-other","ok":true}'],
  ['connects-elsewhere', 'start', '{"id":"1","ok":true}'],
] as const)('%s answers %s with %s', async (kind, command, expected) => {
  expect(await firstLine(kind, command)).toBe(expected);
});
