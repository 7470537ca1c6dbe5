import { randomInt } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import type { Budget } from '../fuzz/budget.ts';
import { createKeyPool } from '../proof/keys.ts';
import { readRecord } from '../record/reader.ts';
import type { RunOptions } from '../runner/run.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { type CliContext, print } from './context.ts';
import { compareTargets } from './comparing.ts';
import { campaign } from './fuzzing.ts';
import { many, whole } from './options.ts';
import { createProgress } from './progress.ts';
import { beginRun, digestOf, loadTargets, recorded, report } from './recorded.ts';
import { chooseReporters, reporterNames } from './reporters.ts';
import { readSavedFolder, saveFindings } from './saved-cases.ts';
import { chooseProfiles } from './selection.ts';

type FuzzFlags = {
  readonly seed?: number;
  readonly runs: number;
  readonly maxTime?: number;
  readonly maxRequests?: number;
  readonly rps?: number;
  readonly concurrency?: number;
  readonly profile?: readonly string[];
  readonly strict: boolean;
  readonly failOn: 'fail' | 'warn';
  readonly out?: string;
  readonly reporter?: readonly string[];
  readonly saveCases?: string;
  readonly compare?: boolean;
  readonly unmasked: boolean;
};

const examples = `
Examples:
  $ proofmark fuzz target.yaml                              every single change, then 5000 plans at each place
  $ proofmark fuzz target.yaml --seed 7 --runs 100000       the same seed finds the same again
  $ proofmark fuzz target.yaml --max-time 600 --rps 50      ten minutes, gently
  $ proofmark fuzz target.yaml --save-cases known/          try known findings first, keep the new ones
  $ proofmark fuzz a.yaml b.yaml                            each by itself, then where they differ

Exit codes: 0 nothing found, 1 findings, 2 bad usage or descriptor, 3 incomplete, 130 interrupted.`;

export function fuzzCommand(context: CliContext): Command {
  return new Command('fuzz')
    .description('send malformed and unusual proofs, and tell where the target does not do what a correct server does')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option(
      '--seed <n>',
      'what is chosen at random follows from it; default: a new one each time',
      whole(0, 0x7fffffff),
    )
    .option('--runs <n>', 'plans at each place, beyond every single change', whole(0, 100_000_000), 5000)
    .option('--max-time <seconds>', 'explore no longer than this', whole(1, 604_800))
    .option('--max-requests <n>', 'explore with no more requests than this', whole(1, 1_000_000_000))
    .option('--rps <n>', 'requests per second at most; default: limits.requestsPerSecond', whole(1, 100_000))
    .option('--concurrency <n>', 'requests at once; default: limits.concurrency of the descriptor', whole(1, 256))
    .option('--profile <ids>', 'grade by these profiles too (see: proofmark list profiles)', many)
    .option('--strict', 'a broken SHOULD fails the gate', false)
    .addOption(new Option('--fail-on <verdict>', 'what fails the gate').choices(['fail', 'warn']).default('fail'))
    .option('--out <dir>', 'where the record and the reports go; default: reports/out/<run id>')
    .option('--reporter <names>', `reports to write: ${reporterNames.join(', ')}; default: html, json, junit`, many)
    .option('--save-cases <dir>', 'try first what is saved there, and save what is found: suites for run and replay')
    .option(
      '--compare',
      'send the same plans to all targets and show where they differ; default: where there are several',
    )
    .option('--no-compare', 'look at each target by itself only')
    .option('--unmasked', 'keep secrets and tokens readable in record and reports (never publish those)', false)
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: FuzzFlags) => context.exit(await fuzz(context, targets, flags)));
}

async function fuzz(context: CliContext, paths: readonly string[], flags: FuzzFlags): Promise<number> {
  const reporters = chooseReporters(flags.reporter ?? ['html', 'json', 'junit']);
  const catalogue = loadCatalogue();
  const policy = { profiles: chooseProfiles(flags.profile ?? []), strict: flags.strict };
  const folder = flags.saveCases === undefined ? undefined : resolve(context.cwd, flags.saveCases);
  const saved = folder === undefined ? [] : await readSavedFolder(folder);
  const targets = (await loadTargets(context, paths)).map((target) => withLimits(target, flags));
  const seed = flags.seed ?? randomInt(0x80000000);
  const beginning = beginRun(context, flags.out);
  const progress = createProgress(context);
  const { maxTime, maxRequests, runs } = flags;
  const budget = {
    runs,
    ...(maxTime === undefined ? {} : { maxTime: maxTime * 1000 }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
  };
  const finished = await recorded(context, beginning.recordPath, {
    targets,
    suites: [],
    isPart: true,
    suiteDigest: digestOf([], catalogue),
    resolve: (id, place) => findRequirement(catalogue, id, place),
    selection: { slow: false },
    policy,
    seed,
    failOn: flags.failOn,
    unmasked: flags.unmasked,
    about: beginning.about,
    today: beginning.today,
    afterCases: campaign(catalogue, policy, seed, budget, { saved, progress }),
    ...((flags.compare ?? targets.length > 1) ? comparing(context, targets, flags, { seed, budget }) : {}),
  });
  await report(context, beginning, reporters);
  if (folder !== undefined) await save(context, folder, beginning.recordPath);
  return finished.exitCode;
}

function comparing(
  context: CliContext,
  targets: readonly LoadedDescriptor[],
  { unmasked }: FuzzFlags,
  { seed, budget }: { readonly seed: number; readonly budget: Budget },
): Pick<RunOptions, 'afterTargets'> {
  const { env, signal } = context;
  const rules = { seed, budget, signal };
  const { log } = createProgress(context);
  return { afterTargets: () => compareTargets(targets, { env, signal, unmasked, keys: createKeyPool(), log }, rules) };
}

async function save(context: CliContext, folder: string, recordPath: string): Promise<void> {
  const { findings } = await readRecord(recordPath);
  const files = await saveFindings(folder, findings);
  const shown = relative(context.cwd, folder) || '.';
  print(context.stdout, `saved   ${files} ${files === 1 ? 'finding' : 'findings'} in ${shown}`);
}

function withLimits(target: LoadedDescriptor, { rps, concurrency }: FuzzFlags): LoadedDescriptor {
  const { descriptor } = target;
  const limits = {
    ...descriptor.limits,
    ...(rps === undefined ? {} : { requestsPerSecond: rps }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  return { ...target, descriptor: { ...descriptor, limits } };
}
