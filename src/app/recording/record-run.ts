import { createKeyPool } from '../../proof/keys.ts';
import type { RunFinished } from '../../record/schema.ts';
import { createRecordWriter } from '../../record/writer.ts';
import { run, type RunOptions } from '../../runner/run.ts';
import type { Host } from '../host.ts';
import type { Beginning } from './begin.ts';
import { evidenceBeside } from './evidence.ts';
import { keepHeapSmall } from '../heap.ts';

type Given = 'runInfo' | 'today' | 'env' | 'keys' | 'signal' | 'write' | 'progress' | 'log' | 'saveEvidence';
/** The settings of a run, without those of the host and of the record. */
export type RunSettings = Omit<RunOptions, Given>;

/** Runs, writes the record, and passes the events to the host. */
export async function recordRun(host: Host, beginning: Beginning, settings: RunSettings): Promise<RunFinished> {
  const { recordPath, runInfo, today } = beginning;
  const { env, signal, events } = host;
  const writer = createRecordWriter(recordPath);
  keepHeapSmall();
  events.started();
  try {
    return await run({
      ...settings,
      runInfo,
      today,
      env,
      keys: createKeyPool(),
      signal,
      write: (event) => {
        writer.write(event);
        if (event.type === 'preflight') events.preflight(event);
      },
      progress: events.finding,
      log: events.log,
      saveEvidence: evidenceBeside(recordPath),
    });
  } finally {
    events.ended();
    await writer.close();
  }
}
