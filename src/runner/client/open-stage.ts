import { childEnv } from '../../driver/child-env.ts';
import { commandDriver } from '../../driver/command.ts';
import type { Driver } from '../../driver/contract.ts';
import { environmentDriver } from '../../driver/environment.ts';
import { createMint } from '../../peer/mint.ts';
import { createAuthority } from '../../peer/tls/authority.ts';
import { createExchangeIds } from '../../bench/exchange-ids.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import type { ClientDescriptor } from '../../target/descriptor/client-under-test.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
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
  const driver = driverFor(loaded, env);
  try {
    const introduction = await introduce(driver, path);
    let authority: ReturnType<typeof createAuthority> | undefined;
    return {
      name: descriptor.name,
      descriptor,
      driver,
      introduction,
      does: new Set(descriptor.does ?? introduction.does),
      mint: createMint(),
      ports: new Set(),
      tls: () => (authority ??= createAuthority()),
      nextId: createExchangeIds(descriptor.name),
      emit,
      signal,
    };
  } catch (error) {
    await driver.close();
    throw error;
  }
}

function driverFor({ client, directory, secrets }: LoadedClient, env: NodeJS.ProcessEnv): Driver {
  const own = Object.entries(client.env).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (secrets.get(value.env) ?? ''),
  ]);
  const driver = client.dress === 'environment' ? environmentDriver : commandDriver;
  return driver({
    command: client.command,
    cwd: directory,
    env: childEnv(env, Object.fromEntries(own)),
    timeoutMs: client.limits.timeoutSeconds * 1000,
    startMs: client.limits.startSeconds * 1000,
  });
}
