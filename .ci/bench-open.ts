// Opens a target for the bench, with the sender that the runner and the fuzzer use.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createKeyPool } from '../src/proof/keys.ts';
import type { Bench } from '../src/bench/bench.ts';
import { openBench } from '../src/preflight/open-bench.ts';
import { loadDescriptor } from '../src/target/load-descriptor.ts';
import { freePort } from '../src/target/ports.ts';
import { root } from './command.ts';
import { descriptorOf } from './own-targets.ts';

export type BenchTarget = 'null' | 'jose' | 'oidc-provider';

/** The number of requests at once. */
export const width = 64;

export type Opened = { readonly bench: Bench; readonly close: () => Promise<void> };

/** Starts the target in a process of its own, and opens it for requests. Nothing is recorded. */
export async function openTarget(target: BenchTarget, folder: string): Promise<Opened> {
  const launched = target === 'oidc-provider' ? undefined : await launch(target);
  const file = launched === undefined ? descriptorOf('oidc-provider') : path.join(folder, 'target.yaml');
  if (launched !== undefined) await writeFile(file, describe(launched.url));
  const env = { ...process.env, BENCH_SECRET: 'bench' };
  const loaded = await loadDescriptor(file, { env, port: freePort });
  const { descriptor } = loaded;
  const limits = { ...descriptor.limits, concurrency: width };
  const { bench, close } = await openBench(
    { ...loaded, descriptor: { ...descriptor, limits } },
    {
      env,
      signal: new AbortController().signal,
      unmasked: false,
      keys: createKeyPool(),
      emit: () => {},
      watch: () => {},
      log: () => {},
    },
  );
  const closeAll = async (): Promise<void> => {
    await close();
    await launched?.close();
  };
  return { bench: { ...bench, quiet: true }, close: closeAll };
}

/** A descriptor for a server with a token endpoint and one resource. JSON is YAML. */
export function describe(url: string): string {
  const clients = [
    { id: 'bench', auth: 'client_secret_basic', secret: { env: 'BENCH_SECRET' }, grants: ['client_credentials'] },
  ];
  const as = { discovery: 'none', endpoints: { token: `${url}/token` }, clients };
  return JSON.stringify({ name: 'bench', as, rs: { resources: [{ url: `${url}/resource` }] } });
}

async function launch(kind: 'null' | 'jose'): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const child = spawn(process.execPath, ['.ci/bench-target.ts', kind], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const close = async (): Promise<void> => {
    const closed = once(child, 'close');
    child.stdin.end();
    await closed;
  };
  return { url: String(line).trim(), close };
}
