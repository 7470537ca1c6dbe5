import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the server on a port of 127.0.0.1, with its realm in memory. Prints "ready" once it answers. */
export async function start(cache, [port]) {
  const home = path.join(cache, 'keycloak-26.7.0');
  const imports = path.join(home, 'data', 'import');
  mkdirSync(imports, { recursive: true });
  copyFileSync(new URL('realm.json', import.meta.url), path.join(imports, 'proofmark-realm.json'));
  const options = [
    '--optimized',
    '--import-realm',
    '--http-enabled=true',
    '--http-host=127.0.0.1',
    `--http-port=${port}`,
    `--hostname=http://127.0.0.1:${port}`,
  ];
  const command = ['sh', [path.join(home, 'bin', 'kc.sh'), 'start', ...options]];
  const child = spawn(...command, { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    if (line.includes('Listening on: ')) console.log('ready');
  });
  child.once('exit', (status, signal) => process.exit(status ?? (signal === null ? 1 : 128)));
}
