import { HarnessError } from '../errors.ts';
import type { Bench } from '../bench/bench.ts';
import { createSessions } from '../bench/sessions.ts';
import { tryDelta } from './oracle/trial.ts';
import type { FuzzPlace } from './plans/vocabulary.ts';

/** Keeps no evidence; and signs no access tokens where the resource server takes none that are. */
export async function quietBench(bench: Bench, places: readonly FuzzPlace[]): Promise<Bench> {
  const quiet: Bench = { ...bench, quiet: true };
  const { mint, ...without } = quiet;
  const isTaken = mint !== undefined && places.includes('resource') && (await takesMinted(quiet));
  return isTaken ? quiet : without;
}

async function takesMinted(bench: Bench): Promise<boolean> {
  try {
    const session = await createSessions(bench).get('resource', {});
    const trial = await tryDelta({ bench, place: 'resource', session }, [{ op: 'minted-token' }]);
    return trial.kind === 'agrees';
  } catch (error) {
    if (error instanceof HarnessError) return false;
    throw error;
  }
}
