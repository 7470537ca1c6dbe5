import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { startChild } from '../kit/child.mjs';

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
  startChild('sh', [path.join(home, 'bin', 'kc.sh'), 'start', ...options], { ready: /Listening on: / });
}
