import { createHash, X509Certificate } from 'node:crypto';
import { defined } from '../../defined.ts';
import { commandDriver } from '../../driver/command.ts';
import type { Driver } from '../../driver/contract.ts';
import { environmentDriver } from '../../driver/environment.ts';
import { openPageDriver } from '../../driver/page/page-driver.ts';
import type { Certificate } from '../../peer/listener.ts';
import { createMint } from '../../peer/mint.ts';
import { createAuthority } from '../../peer/tls/authority.ts';
import { createExchangeIds } from '../../bench/exchange-ids.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import type { ClientDescriptor } from '../../target/descriptor/client-under-test.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { machineEnv } from '../../target/machine-env.ts';
import { introduce } from './introduce.ts';
import type { ClientStage } from './stage.ts';

export type OpenOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly emit: (event: ExchangeEvent) => void;
};

export type LoadedClient = LoadedDescriptor & { readonly client: ClientDescriptor };

export function isClient(loaded: LoadedDescriptor): loaded is LoadedClient {
  return loaded.client !== undefined;
}

/**
 * Starts a client and lets it introduce itself.
 *
 * @throws HarnessError `ERR_TARGET_LAUNCH` where it cannot be driven
 */
export async function openStage(loaded: LoadedClient, { env, signal, emit }: OpenOptions): Promise<ClientStage> {
  const { client: descriptor, path } = loaded;
  let authority: ReturnType<typeof createAuthority> | undefined;
  const tls = () => (authority ??= createAuthority());
  const driver = await driverFor(loaded, env, tls);
  try {
    const introduction = await introduce(driver, path);
    return {
      name: descriptor.name,
      descriptor,
      driver,
      introduction,
      does: new Set(descriptor.does ?? introduction.does),
      mint: createMint(),
      ports: new Set(),
      tls,
      nextId: createExchangeIds(descriptor.name),
      emit,
      signal,
    };
  } catch (error) {
    await driver.close();
    throw error;
  }
}

async function driverFor(
  { client, directory, path, secrets }: LoadedClient,
  env: NodeJS.ProcessEnv,
  tls: ClientStage['tls'],
): Promise<Driver> {
  const own = Object.entries(client.env).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (secrets.get(value.env) ?? ''),
  ]);
  const { command = [], page, limits } = client;
  const common = {
    command,
    cwd: directory,
    env: { ...machineEnv(env), ...Object.fromEntries(own) },
    timeoutMs: limits.timeoutSeconds * 1000,
    startMs: limits.startSeconds * 1000,
  };
  switch (client.dress) {
    case 'command':
      return commandDriver(common);
    case 'environment':
      return environmentDriver(common);
    case 'page':
      return openPageDriver({
        ...common,
        path,
        machine: env,
        trustedKeys: [keyOf(tls().trusted)],
        ...defined({ page }),
      });
    default:
      return client.dress satisfies never;
  }
}

/** A browser does not take the certificate of an authority, but the digest of the key of the server. */
function keyOf({ cert }: Certificate): string {
  const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}
