import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { checkQuirkIds, readQuirks } from '../../app/input/quirks-file.ts';
import { measureTargets, quirkIds, type QuirksRequest } from '../../app/quirks.ts';
import { type CliContext, print } from '../context.ts';
import { hostOf } from '../host.ts';
import { listOption, optionTexts } from '../options.ts';
import { comparisonLines, quirkLines } from './quirk-lines.ts';

type Flags = Omit<QuirksRequest, 'descriptors'> & { readonly compare?: string };

const examples = `
Examples:
  $ proofmark quirks target.yaml                          iat window, replay memory, algorithms, latency …
  $ proofmark quirks target.yaml --slow                   also what takes minutes: how long a jti or a nonce lives
  $ proofmark quirks old.yaml new.yaml                    where two servers differ
  $ proofmark quirks target.yaml --compare quirks.json    what has changed since then

Measures and never judges. Exit codes: 0 measured, 2 bad usage, descriptor or file, 3 incomplete, 130 interrupted.`;

export function quirksCommand(context: CliContext): Command {
  return new Command('quirks')
    .description('measure what targets are like: windows, memories, sizes, tolerances, latencies; no verdicts')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option('--slow', 'measure what takes minutes too', false)
    .option('--only <ids>', `measure only these: ${quirkIds.join(', ')}`, listOption)
    .option('--compare <file>', 'the quirks.json of an earlier run: show what differs from it')
    .option('--out <dir>', optionTexts.out)
    .option('--force', optionTexts.force, false)
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: Flags) => context.exit(await quirks(context, targets, flags)));
}

async function quirks(
  context: CliContext,
  descriptors: readonly string[],
  { compare, ...request }: Flags,
): Promise<number> {
  const { stdout, stderr, cwd } = context;
  checkQuirkIds(request.only, quirkIds);
  const before = compare === undefined ? undefined : await readQuirks(resolve(cwd, compare));
  const host = hostOf(context, {
    started: () => {
      if (request.slow) print(stderr, 'lifetimes are measured by waiting, up to seven minutes for each target');
    },
    recorded: ({ record, recordPath }) => {
      for (const line of quirkLines(context, record.quirks)) print(stdout, line);
      for (const line of comparisonLines(context, record.quirks, before)) print(stdout, line);
      print(stdout, `\nrecord  ${recordPath}`);
    },
  });
  const { exitCode } = await measureTargets(host, { ...request, descriptors });
  return exitCode;
}
