import { launch } from '../../target/launch/launch.ts';
import type { Opening } from './opening.ts';

/** Starts the servers that the descriptor launches. */
export async function launchServers({ loaded, options, closers }: Opening): Promise<void> {
  const { launch: wanted } = loaded.descriptor;
  if (wanted === undefined) return;
  const { stop } = await launch([wanted].flat(), {
    cwd: loaded.directory,
    env: { ...options.env, ...Object.fromEntries(loaded.secrets) },
    signal: options.signal,
    log: options.log,
  });
  closers.push(stop);
}
