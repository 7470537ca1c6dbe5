import { Argument, Command, Option } from 'commander';
import { defined } from '../defined.ts';
import type { Host, Recorded } from '../app/host.ts';
import type { LastFailed } from '../app/input/last-failed.ts';
import type { Named } from '../app/input/recorded-run.ts';
import { type RunRequest, runTargets } from '../app/run.ts';
import { HarnessError } from '../errors.ts';
import { type CliContext, print } from './context.ts';
import { hostOf } from './host.ts';
import { loudnessOf, type LoudnessFlags, withLoudness } from './loudness.ts';
import { gateOption, integerOption, listOption, optionTexts } from './options.ts';

type RunFlags = Pick<
  RunRequest,
  | 'strict'
  | 'slow'
  | 'seed'
  | 'concurrency'
  | 'failOn'
  | 'base'
  | 'newOnly'
  | 'out'
  | 'force'
  | 'unmasked'
  | 'fuzz'
  | 'quirks'
> &
  LoudnessFlags &
  Pick<RunRequest, 'minJudged' | 'shard' | 'resume'> & {
    readonly lastFailed?: Named;
    readonly suite?: readonly string[];
    readonly case?: readonly string[];
    readonly section?: readonly string[];
    readonly level?: readonly string[];
    readonly profile?: readonly string[];
    readonly reporter?: readonly string[];
    readonly explainCost: boolean;
  };

const examples = `
Examples:
  $ proofmark run target.yaml                       every case that applies; reports in reports/out/
  $ proofmark run target.yaml --section 4.3         only the checks of RFC 9449 section 4.3
  $ proofmark run target.yaml --case 'htu-*'        every case whose id begins with htu-
  $ proofmark run as.yaml rs.yaml --fail-on warn    two targets; warnings fail the gate too
  $ proofmark run target.yaml --base last/record.ndjson --fail-on crash,skip
  $ proofmark run target.yaml --out build/dpop --reporter html,junit
  $ proofmark run target.yaml --shard 2/4           the second of four parts (see: proofmark merge --help)
  $ proofmark run target.yaml --last-failed         only what failed in the run before
  $ proofmark run target.yaml --quiet               one line and the exit code

Exit codes: 0 gate met, 1 findings, 2 bad usage, descriptor or suite, 3 incomplete (unreachable, blocked),
4 stale or expired waiver, 130 interrupted.`;

const concurrencyText = 'requests at once at most; default: limits.concurrency of the descriptor';

/** What runs, or counts, a part of the cases, of one run or after another one. */
const parts = {
  newOnly: new Option('--new-only <record>', 'fail only on problems that this earlier run does not have').conflicts(
    'base',
  ),
  shard: new Option('--shard <i/n>', 'run one of n parts of the cases; ci: as GitLab, CircleCI or Buildkite says'),
  lastFailed: new Option('--last-failed [record]', 'run only what failed in an earlier run; default: the last one'),
  resume: new Option('--resume [record]', 'go on with an interrupted run of the same options; default: the last one'),
};

export function runCommand(context: CliContext): Command {
  return withGate(withLoudness(new Command('run')))
    .description('test one or more targets, and write a record and reports')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option('--suite <ids>', 'run only these suites; a file name that ends in .json is a suite of your own', listOption)
    .option('--case <ids>', 'run only these cases or instances (case@place); * matches any text', listOption)
    .option('--section <sections>', 'test only requirements of these sections, for example 4.3 or RFC8414', listOption)
    .option('--level <levels>', 'test only requirements of these levels: MUST, SHOULD, MAY, implied', listOption)
    .option('--profile <ids>', 'test the requirements of these profiles too (see: proofmark list profiles)', listOption)
    .option('--strict', optionTexts.strict, false)
    .option('--slow', 'run the cases that wait in real time too', false)
    .option(
      '--seed <n>',
      'seed of the short fuzzing; default: 1, so that each run sends the same (cases use no random choice)',
      integerOption(0, 0xffffffff),
    )
    .option('--concurrency <n>', concurrencyText, integerOption(1, 64))
    .option('--out <dir>', optionTexts.out)
    .option('--force', optionTexts.force, false)
    .option('--reporter <names>', optionTexts.reporter, listOption)
    .option('--unmasked', optionTexts.unmasked, false)
    .option('--quirks', 'measure what the targets are like too (with --slow, also what takes minutes)', false)
    .option('--no-fuzz', 'leave out the short fuzzing after the cases')
    .addOption(parts.shard)
    .addOption(parts.lastFailed)
    .addOption(parts.resume)
    .option('--explain-cost', 'print what the requests were for', false)
    .addHelpText('after', examples)
    .action((targets: readonly string[], flags: RunFlags) => run(context, targets, flags));
}

/** Adds the options that say what a run has to keep. */
function withGate(command: Command): Command {
  return command
    .option(
      '--fail-on <words>',
      `${optionTexts.failOn}; skip: a skip that is new (see --base)`,
      gateOption(['fail', 'warn', 'crash', 'skip']),
      ['fail'],
    )
    .option('--base <record>', 'the record of an earlier run: a skip that it does not have is new')
    .addOption(parts.newOnly)
    .option(
      '--min-judged <percent>',
      'end with 3 where fewer of the rules asked of a target were judged',
      integerOption(1, 100),
    );
}

async function run(
  context: CliContext,
  targets: readonly string[],
  { explainCost, lastFailed, verbose, quiet, ...flags }: RunFlags,
): Promise<void> {
  const host = hostOf(context, {
    loudness: loudnessOf(defined({ verbose, quiet })),
    ...(explainCost ? { more: costOf } : {}),
  });
  const request = requestOf(targets, flags);
  const last = lastFailed === undefined ? undefined : await lastFailedOf(host, lastFailed, request);
  if (last !== undefined && last.failed === undefined) {
    const more = last.isCut
      ? 'but it did not come to its end: go on with it (--resume)'
      : 'there is nothing to run again';
    print(context.stdout, `Nothing failed in ${last.shown}: ${more}.`);
    return;
  }
  const { exitCode } = await runTargets(host, { ...request, failed: last?.failed });
  context.exit(exitCode);
}

/** Loaded only where it is asked for, so that other runs start faster. */
async function lastFailedOf(host: Host, lastFailed: Named, { resume, out }: RunRequest): Promise<LastFailed> {
  if (resume !== undefined)
    throw new HarnessError('ERR_USAGE', '--resume goes on with a whole run: leave out --last-failed');
  return (await import('../app/input/last-failed.ts')).readLastFailed(host, lastFailed, out);
}

async function costOf({ record }: Recorded): Promise<string> {
  const { renderCost } = await import('../report/formats/cost.ts');
  return renderCost(record);
}

function requestOf(
  descriptors: readonly string[],
  {
    suite,
    case: cases,
    section,
    level,
    profile,
    reporter,
    ...flags
  }: Omit<RunFlags, 'explainCost' | 'lastFailed' | keyof LoudnessFlags>,
): RunRequest {
  const names = { suites: suite, cases, sections: section, levels: level, profiles: profile, reporters: reporter };
  return { ...flags, ...names, descriptors };
}
