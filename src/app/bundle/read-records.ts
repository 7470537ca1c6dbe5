import { HarnessError } from '../../errors.ts';
import { packExchanges } from '../../record/exchanges.ts';
import { foldInto, recordOf, startFold } from '../../record/fold.ts';
import type { RunRecord } from '../../record/schema.ts';
import { shardsIn, type Shard } from '../../record/shard.ts';
import { arrange, mergedStart, type Part } from '../../record/shards.ts';
import { recordPath } from '../../bundle/layout.ts';
import { writeMerged } from '../merge.ts';

/** The records of a bundle, and the run that they make together. */
export type Together = {
  readonly record: RunRecord;
  /** The path of each in the bundle, and the last link of its chain. */
  readonly records: readonly { readonly path: string; readonly link: string; readonly part: Part }[];
};

/**
 * Puts the records of a bundle together: that of a whole run, or those of all its shards.
 *
 * @throws HarnessError `ERR_USAGE` where they are neither
 */
export function together(parts: readonly Part[]): Together {
  const shards = parts.map(({ record }) => shardsIn(record.started.scope)[0]);
  const [first] = parts;
  if (first === undefined) throw new HarnessError('ERR_USAGE', 'there is no record');
  if (parts.length === 1 && shards[0] === undefined) return { record: first.record, records: [placed(first)] };
  const arranged = arrange(parts, false);
  const { runId, command } = first.record.started;
  const started = mergedStart(arranged, { runId: `${runId}, merged`, command });
  const fold = startFold(packExchanges());
  writeMerged(arranged, started, (event) => {
    const problem = foldInto(fold, event);
    if (problem !== undefined) throw new HarnessError('ERR_RECORD_INVALID', `the merged shards: ${problem}`);
  });
  const record = recordOf(fold);
  if (record === undefined) throw new HarnessError('ERR_INTERNAL', 'merging made no record');
  return { record, records: arranged.parts.map((part) => placed(part, shardsIn(part.record.started.scope)[0])) };
}

function placed(part: Part, shard?: Shard): Together['records'][number] {
  return { path: recordPath(shard), link: part.record.link ?? '', part };
}
