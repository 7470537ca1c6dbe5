// Starts nginx or Apache before a server on this machine, with what proxies do to requests.
//   node start.mjs <nginx|apache> <port> <port of the server> <tls|prefix|host|dropped|merged|limited>
// Exit status 127: the proxy cannot be had here, and standard error says why.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listening } from '../kit/listening.mjs';
import { toolOf } from '../kit/tools.mjs';
import { apache } from './apache.mjs';
import { certificate } from './certificate.mjs';
import { nginx } from './nginx.mjs';

const [name, port, behind, mode] = process.argv.slice(2);
const proxy = { nginx, apache }[name];
const folder = mkdtempSync(path.join(os.tmpdir(), 'proxy-'));

if (spawnSync(proxy.command, ['-v'], { stdio: 'ignore' }).error) leave(`${proxy.command} cannot be started`);
const file = path.join(folder, 'proxy.conf');
const tls = mode === 'tls' ? certificate() : undefined;
writeFileSync(file, proxy.configuration({ folder, port, behind, mode, tls }));

const child = spawn(proxy.command, proxy.options(file), { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('exit', (status) => process.exit(status ?? 0));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill('SIGTERM'));
await listening(port);
console.log('ready');

function leave(reason) {
  console.error(`The proxy is not available here: ${reason}${toolOf(proxy.command)}.`);
  process.exit(127);
}
