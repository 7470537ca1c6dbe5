import { HarnessError } from '../../errors.ts';
import { loadDescriptor, type LoadedDescriptor } from '../../target/load-descriptor.ts';
import { freePort } from '../../target/ports.ts';
import type { Host } from '../host.ts';

/** @throws HarnessError that reports every fault of all descriptors together */
export async function loadTargets({ env, cwd }: Host, paths: readonly string[]): Promise<readonly LoadedDescriptor[]> {
  const load = async (path: string) => loadDescriptor(path, { env, cwd, port: freePort });
  const loaded = await Promise.allSettled(paths.map((path) => load(path)));
  const faults = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (faults.length === 0)
    return withOwnNames(loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const strange = faults.find((fault) => !(fault instanceof HarnessError));
  if (strange instanceof Error) throw strange;
  const messages = faults.map((fault) => (fault instanceof Error ? fault.message : ''));
  throw new HarnessError('ERR_TARGET_INVALID', messages.join('\n'), { cause: faults[0] });
}

/**
 * The same where only servers can be meant.
 *
 * @throws HarnessError `ERR_USAGE` where one is a client
 */
export async function loadServers(host: Host, paths: readonly string[]): Promise<readonly LoadedDescriptor[]> {
  const targets = await loadTargets(host, paths);
  const found = targets.find(({ client }) => client !== undefined);
  if (found === undefined) return targets;
  throw new HarnessError(
    'ERR_USAGE',
    `${found.path} describes a client, and this is for servers; a client is tested with: proofmark run ${found.path}`,
  );
}

function withOwnNames(targets: readonly LoadedDescriptor[]): readonly LoadedDescriptor[] {
  const names = targets.map(({ descriptor }) => descriptor.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return targets;
  throw new HarnessError('ERR_USAGE', `two descriptors are named "${twice}": give each a name of its own`);
}
