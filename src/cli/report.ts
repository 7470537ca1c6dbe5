import { Command } from 'commander';
import { reportRecord } from '../app/report.ts';
import { type CliContext } from './context.ts';
import { hostOf, printSummary } from './host.ts';
import { loudnessOf, type LoudnessFlags, withLoudness } from './loudness.ts';
import { listOption, optionTexts } from './options.ts';

const examples = `
Examples:
  $ proofmark report reports/out/2026-11-22T10-00-00-ab12/record.ndjson
  $ proofmark report record.ndjson --reporter html,markdown --out build/dpop

The record of a run that was killed gets reports too; they are marked as incomplete.`;

type ReportFlags = LoudnessFlags & { readonly out?: string; readonly reporter?: readonly string[] };

export function reportCommand(context: CliContext): Command {
  return withLoudness(new Command('report'))
    .description('make the reports of a record again')
    .argument('<record>', 'the record.ndjson of a run')
    .option('--out <dir>', 'folder for the reports; default: the folder of the record')
    .option('--reporter <names>', optionTexts.reporter, listOption)
    .addHelpText('after', examples)
    .action(async (record: string, flags: ReportFlags) => {
      const loudness = loudnessOf(flags);
      const host = hostOf(context, { loudness, recorded: (recorded) => printSummary(context, recorded, loudness) });
      await reportRecord(host, { record, out: flags.out, reporters: flags.reporter });
    });
}
