import { dirname, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { readRecord } from '../record/reader.ts';
import { renderConsole } from '../report/console.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { many } from './options.ts';
import { chooseReporters, reporterNames, writeReports } from './reporters.ts';

const examples = `
Examples:
  $ proofmark report reports/out/2026-11-22T10-00-00-ab12/record.ndjson
  $ proofmark report record.ndjson --reporter html,markdown --out build/dpop

A record of a run that was killed is reported too, and marked as incomplete.`;

export function reportCommand(context: CliContext): Command {
  return new Command('report')
    .description('make the reports of a record again')
    .argument('<record>', 'the record.ndjson of a run')
    .option('--out <dir>', 'where the reports go; default: beside the record')
    .option('--reporter <names>', `reports to write: ${reporterNames.join(', ')}; default: html, json, junit`, many)
    .addHelpText('after', examples)
    .action(async (path: string, flags: { out?: string; reporter?: readonly string[] }) => {
      const reporters = chooseReporters(flags.reporter ?? ['html', 'json', 'junit']);
      const file = resolve(context.cwd, path);
      const record = await readRecord(file);
      const directory = flags.out === undefined ? dirname(file) : resolve(context.cwd, flags.out);
      print(
        context.stdout,
        renderConsole(record, {
          color: usesColor(context.stdout, context.env),
          recordPath: relative(context.cwd, file),
        }),
      );
      for (const written of await writeReports(record, file, reporters, directory, context.cwd))
        print(context.stdout, `report  ${written}`);
    });
}
