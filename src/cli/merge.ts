import { Command } from 'commander';
import { mergeRecords } from '../app/merge.ts';
import { defined } from '../defined.ts';
import type { CliContext } from './context.ts';
import { hostOf } from './host.ts';
import { loudnessOf, type LoudnessFlags, withLoudness } from './loudness.ts';
import { listOption, optionTexts } from './options.ts';

type MergeFlags = LoudnessFlags & {
  readonly out?: string;
  readonly force: boolean;
  readonly reporter?: readonly string[];
  readonly partial: boolean;
};

const examples = `
Examples:
  $ proofmark run target.yaml --shard 1/2 --out shard-1      on one machine
  $ proofmark run target.yaml --shard 2/2 --out shard-2      on another one
  $ proofmark merge shard-1/record.ndjson shard-2/record.ndjson --out build/dpop

Verdicts, gate and exit code are those of a run that was not split.`;

export function mergeCommand(context: CliContext): Command {
  return withLoudness(new Command('merge'))
    .description('make one record of those of all shards (run --shard), and its reports')
    .argument('<record...>', 'the record.ndjson of each shard')
    .option('--out <dir>', optionTexts.out)
    .option('--force', optionTexts.force, false)
    .option('--reporter <names>', optionTexts.reporter, listOption)
    .option('--partial', 'shards may be missing, or not have come to their end; the result is no whole run', false)
    .addHelpText('after', examples)
    .action(async (records: readonly string[], { reporter, verbose, quiet, ...flags }: MergeFlags) => {
      const host = hostOf(context, { loudness: loudnessOf(defined({ verbose, quiet })) });
      const { exitCode } = await mergeRecords(host, { ...flags, records, reporters: reporter });
      context.exit(exitCode);
    });
}
