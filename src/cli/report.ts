import { Command } from 'commander';
import { reportRecord } from '../app/report.ts';
import { HarnessError } from '../errors.ts';
import { type CliContext, print } from './context.ts';
import { hostOf, printSummary } from './host.ts';
import { loudnessOf, type LoudnessFlags, withLoudness } from './loudness.ts';
import { listOption, optionTexts } from './options.ts';

const examples = `
Examples:
  $ proofmark report reports/out/2026-11-22T10-00-00-ab12/record.ndjson
  $ proofmark report record.ndjson --reporter html,markdown --out build/dpop
  $ proofmark report --index reports/out            index.html of all runs below the folder

The record of a run that was killed gets reports too; they are marked as incomplete.`;

type ReportFlags = LoudnessFlags & {
  readonly out?: string;
  readonly reporter?: readonly string[];
  readonly index?: string;
};

export function reportCommand(context: CliContext): Command {
  return withLoudness(new Command('report'))
    .description('make the reports of a record again, or an index of all runs of a folder')
    .argument('[record]', 'the record.ndjson of a run')
    .option('--out <dir>', 'folder for the reports; default: the folder of the record')
    .option('--reporter <names>', optionTexts.reporter, listOption)
    .option('--index <dir>', 'write index.html there: all runs below the folder, target by target')
    .addHelpText('after', examples)
    .action(async (record: string | undefined, { index, ...flags }: ReportFlags) => {
      if (index !== undefined) await writeIndexOf(context, index, { record, ...flags });
      else await report(context, record, flags);
    });
}

async function report(context: CliContext, record: string | undefined, flags: ReportFlags): Promise<void> {
  if (record === undefined) throw new HarnessError('ERR_USAGE', 'name a record, or a folder with --index');
  const loudness = loudnessOf(flags);
  const host = hostOf(context, { loudness, recorded: (recorded) => printSummary(context, recorded, loudness) });
  await reportRecord(host, { record, out: flags.out, reporters: flags.reporter });
}

async function writeIndexOf(
  context: CliContext,
  folder: string,
  { record, out, reporter }: ReportFlags & { readonly record: string | undefined },
): Promise<void> {
  if (record !== undefined || out !== undefined || reporter !== undefined)
    throw new HarnessError('ERR_USAGE', '--index is for a folder: it goes with no record, --out or --reporter');
  const { writeIndex } = await import('../app/history/write-index.ts');
  const { path, history } = await writeIndex(hostOf(context), folder);
  const runs = new Set(history.runs.map((run) => run.record)).size;
  const broken = history.broken.length === 0 ? '' : `, ${history.broken.length} that cannot be read`;
  print(context.stdout, `index  ${path}  (${runs} records${broken})`);
}
