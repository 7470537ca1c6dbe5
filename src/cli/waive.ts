import { Command } from 'commander';
import { type Waived, waiveFindings } from '../app/waive.ts';
import { printable } from '../document/printable.ts';
import { subjectOf } from '../target/waivers.ts';
import { type CliContext, print } from './context.ts';
import { hostOf } from './host.ts';
import { listOption } from './options.ts';

type WaiveFlags = {
  readonly case?: readonly string[];
  readonly reason: string;
  readonly owner?: string;
  readonly link?: string;
  readonly expires?: string;
};

const examples = `
Examples:
  $ proofmark waive r/record.ndjson --reason 'Removed with version 4 (API-812).' --expires 2027-06-30
  $ proofmark waive r/record.ndjson --case 'typ-*@token' --reason 'Old clients leave typ out.'

Entries and comments that are in the waiver file stay. Run again afterwards: what is waived is shown, and does not count.`;

export function waiveCommand(context: CliContext): Command {
  return new Command('waive')
    .description('write waivers for the problems that count in a record into the waiver file of its descriptor')
    .argument('<record>', 'the record.ndjson of a run')
    .requiredOption('--reason <text>', 'why this is accepted')
    .option('--case <ids>', 'waive these cases or instances (case@place), not problems; * matches any text', listOption)
    .option('--owner <name>', 'who answers for it')
    .option('--link <url>', 'where more is written of it')
    .option('--expires <day>', 'the last day on which the waivers hold, as 2027-06-30')
    .addHelpText('after', examples)
    .action(async (record: string, { case: cases, ...flags }: WaiveFlags) => {
      for (const waived of await waiveFindings(hostOf(context), { ...flags, record, cases })) show(context, waived);
    });
}

function show({ stdout }: CliContext, { target, file, added, renewed, kept, unnamed }: Waived): void {
  const parts = [
    `${added.length} added`,
    ...(renewed.length === 0 ? [] : [`${renewed.length} renewed`]),
    ...(kept.length === 0 ? [] : [`${kept.length} there already`]),
  ];
  print(stdout, `${file}  waivers for ${printable(target)}: ${parts.join(', ')}`);
  for (const waiver of [...added, ...renewed]) print(stdout, `  ${waiver.verdict}  ${printable(subjectOf(waiver))}`);
  if (unnamed !== undefined)
    print(stdout, `\nNext: name the file in ${unnamed.descriptor}:\n  waivers: ${unnamed.name}`);
}
