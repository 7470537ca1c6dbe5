import { dirname } from 'node:path';
import { HarnessError } from '../errors.ts';
import { differenceOf } from '../record/alike.ts';
import type { RunRecord } from '../record/schema.ts';
import { shardsIn, shardText } from '../record/shard.ts';
import { readCheckedRecord } from '../report/read-checked.ts';
import type { Earlier } from '../runner/earlier.ts';
import { type RunOptions, startOf } from '../runner/run.ts';
import type { RecordFile } from './input/recorded-run.ts';
import { readVersion } from './version.ts';

/** A run that is gone on with. `directory`: the folder of its record. */
export type Resumed = Earlier & { readonly directory: string };

type Settings = Omit<Parameters<typeof startOf>[0], 'today' | 'runInfo'> & Pick<RunOptions, 'shard'>;

/**
 * Reads the record of a run that did not come to its end. `settings`: those that it has to have had.
 *
 * @throws HarnessError `ERR_USAGE` where it came to its end, or was another run
 */
export async function readResumed({ shown, path }: RecordFile, settings: Settings): Promise<Resumed> {
  const record = await readCheckedRecord(path);
  const { started, finished } = record;
  if (finished?.ended === 'complete') {
    const fix = `see what it came to: proofmark report ${shown}`;
    throw new HarnessError('ERR_USAGE', `--resume: the run of ${shown} came to its end: nothing is left of it to run`, {
      advice: { fix },
    });
  }
  const { today, runId, command } = started;
  const wanted = await startOf({ ...settings, today, runInfo: { runId, command, proofmark: readVersion() } });
  const difference = shardDifference(settings, record) ?? differenceOf(wanted, started);
  if (difference !== undefined) {
    const fix = `give the options of that run: ${command}; or start anew, without --resume`;
    throw new HarnessError('ERR_USAGE', `--resume: this is not the run of ${shown}: it has ${difference}`, {
      advice: { fix },
    });
  }
  return { record, idPart: idPartFor(record), directory: dirname(path) };
}

function shardDifference({ shard }: Settings, { started }: RunRecord): string | undefined {
  const now = shard === undefined ? 'no shard' : `the shard ${shardText(shard)}`;
  const [before] = shardsIn(started.scope).map((one) => `the shard ${shardText(one)}`);
  return now === (before ?? 'no shard') ? undefined : `${now}, and not ${before ?? 'all cases'}`;
}

/** A run may be interrupted several times. */
function idPartFor({ started, exchanges }: RunRecord): string {
  const [shard] = shardsIn(started.scope);
  const base = shard === undefined ? '' : `s${shard.index}-`;
  const ids = [...exchanges.heads.keys()];
  let sitting = 2;
  while (ids.some((id) => id.includes(`#${base}r${sitting}-`))) sitting += 1;
  return `${base}r${sitting}-`;
}
