import { type Canary, startCanary } from '../../bench/canary.ts';
import { isLoopback } from '../../target/allowed-hosts.ts';
import type { AsEndpoints } from '../../target/discover.ts';
import type { Opening } from './opening.ts';

/** A canary where all of the target is on loopback: no other server could reach it. */
export async function openCanary(
  { loaded, closers }: Opening,
  as: AsEndpoints | undefined,
): Promise<Canary | undefined> {
  const resources = loaded.descriptor.rs?.resources ?? [];
  const urls = [...(as === undefined ? [] : [as.token]), ...resources.map(({ url }) => url)];
  if (!urls.every(isLoopback)) return undefined;
  const canary = await startCanary();
  closers.push(canary.close);
  return canary;
}
