import { Argument, Command } from 'commander';
import { defined } from '../defined.ts';
import { type FuzzRequest, fuzzTargets } from '../app/fuzz.ts';
import { type CliContext, print } from './context.ts';
import { hostOf } from './host.ts';
import { loudnessOf, type LoudnessFlags, withLoudness } from './loudness.ts';
import { gateOption, integerOption, listOption, optionTexts } from './options.ts';

type FuzzFlags = Omit<FuzzRequest, 'descriptors' | 'requestsPerSecond' | 'profiles' | 'reporters'> & {
  readonly rps?: number;
  readonly profile?: readonly string[];
  readonly reporter?: readonly string[];
} & LoudnessFlags;

const examples = `
Examples:
  $ proofmark fuzz target.yaml                              every single change, then 5000 plans at each place
  $ proofmark fuzz target.yaml --seed 7 --runs 100000       the same seed finds the same again
  $ proofmark fuzz target.yaml --max-time 600 --rps 50      ten minutes, gently
  $ proofmark fuzz target.yaml --save-cases known/          try the findings in known/ first, and add the new ones
  $ proofmark fuzz a.yaml b.yaml                            each target by itself, then where they differ
  $ proofmark fuzz client.yaml --runs 1000                  a client, by answers that are drawn

Exit codes: 0 nothing found, 1 findings, 2 bad usage or descriptor, 3 incomplete, 130 interrupted.`;

export function fuzzCommand(context: CliContext): Command {
  return withLoudness(new Command('fuzz'))
    .description('send malformed and unusual proofs, or answers to a client; report what no correct target does')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option('--seed <n>', 'seed of all random choices; default: a new one each time', integerOption(0, 0x7fffffff))
    .option('--runs <n>', 'plans at each place, after every single change', integerOption(0, 100_000_000), 5000)
    .option('--max-time <seconds>', 'stop exploring after this time', integerOption(1, 604_800))
    .option('--max-requests <n>', 'stop exploring after so many requests', integerOption(1, 1_000_000_000))
    .option(
      '--rps <n>',
      'requests per second at most; default: limits.requestsPerSecond of the descriptor',
      integerOption(1, 100_000),
    )
    .option(
      '--concurrency <n>',
      'requests at once; default: limits.concurrency of the descriptor',
      integerOption(1, 256),
    )
    .option('--profile <ids>', 'grade by these profiles too (see: proofmark list profiles)', listOption)
    .option('--strict', optionTexts.strict, false)
    .option('--fail-on <words>', optionTexts.failOn, gateOption(['fail', 'warn', 'crash']), ['fail'])
    .option('--out <dir>', optionTexts.out)
    .option('--force', optionTexts.force, false)
    .option('--reporter <names>', optionTexts.reporter, listOption)
    .option(
      '--save-cases <dir>',
      'try the findings in this folder first, and save new ones there, as suites for run and replay',
    )
    .option('--compare', 'send the same plans to all targets and show where they differ; default with several targets')
    .option('--no-compare', 'look at each target by itself only')
    .option('--unmasked', optionTexts.unmasked, false)
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: FuzzFlags) => context.exit(await fuzz(context, targets, flags)));
}

async function fuzz(
  context: CliContext,
  descriptors: readonly string[],
  { rps, profile, reporter, verbose, quiet, ...flags }: FuzzFlags,
): Promise<number> {
  const names = { requestsPerSecond: rps, profiles: profile, reporters: reporter };
  const host = hostOf(context, { loudness: loudnessOf(defined({ verbose, quiet })) });
  const { exitCode, saved } = await fuzzTargets(host, { ...flags, ...names, descriptors });
  if (saved !== undefined) {
    const { files, folder } = saved;
    print(context.stdout, `saved   ${files} ${files === 1 ? 'finding' : 'findings'} in ${folder}`);
  }
  return exitCode;
}
