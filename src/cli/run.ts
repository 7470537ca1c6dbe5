import { Argument, Command, Option } from 'commander';
import { HarnessError } from '../errors.ts';
import type { RunOptions } from '../runner/run.ts';
import type { Policy } from '../runner/select.ts';
import { findRequirement, loadCatalogue, type Requirement } from '../suite/catalogue.ts';
import { lintSuites } from '../suite/lint-suites.ts';
import { loadSuiteFile } from '../suite/load-suite.ts';
import type { Suite } from '../suite/schema.ts';
import type { CliContext } from './context.ts';
import { coverageEvent } from './coverage-event.ts';
import { many, whole } from './options.ts';
import { createProgress } from './progress.ts';
import { beginRun, digestOf, loadTargets, recorded, report } from './recorded.ts';
import { chooseReporters, reporterNames } from './reporters.ts';
import { checkAsked, checkSelection, chooseProfiles } from './selection.ts';
import { suites as builtIn } from '../../suites/index.ts';

type RunFlags = {
  readonly suite?: readonly string[];
  readonly case?: readonly string[];
  readonly section?: readonly string[];
  readonly level?: readonly string[];
  readonly profile?: readonly string[];
  readonly strict: boolean;
  readonly slow: boolean;
  readonly seed?: number;
  readonly concurrency?: number;
  readonly failOn: 'fail' | 'warn';
  readonly out?: string;
  readonly reporter?: readonly string[];
  readonly unmasked: boolean;
  readonly fuzz: boolean;
  readonly quirks: boolean;
};

const examples = `
Examples:
  $ proofmark run target.yaml                       everything that applies, reports under reports/out/
  $ proofmark run target.yaml --section 4.3         the checks of RFC 9449 section 4.3 only
  $ proofmark run target.yaml --case 'htu-*'        all cases whose id begins with htu-
  $ proofmark run as.yaml rs.yaml --fail-on warn    two targets, warnings fail the gate too
  $ proofmark run target.yaml --out build/dpop --reporter html,junit

Exit codes: 0 gate met, 1 findings, 2 bad usage, descriptor or suite, 3 incomplete (unreachable, blocked),
4 stale or expired waiver, 130 interrupted.`;

export function runCommand(context: CliContext): Command {
  return new Command('run')
    .description('test one or more targets and write a record and reports')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option('--suite <ids>', 'only these suites; a file name that ends in .json is a suite of your own', many)
    .option('--case <ids>', 'only these cases or instances (case@place); * stands for anything', many)
    .option('--section <sections>', 'only requirements of these sections, for example 4.3 or RFC8414', many)
    .option('--level <levels>', 'only requirements of these levels: MUST, SHOULD, MAY, implied', many)
    .option('--profile <ids>', 'ask for these profiles too (see: proofmark list profiles)', many)
    .option('--strict', 'a broken SHOULD fails the gate', false)
    .option('--slow', 'run the cases that wait in real time too', false)
    .option(
      '--seed <n>',
      'seed of the fuzzing; the suites choose nothing at random. Default: 1, so that each run does the same',
      whole(0, 0xffffffff),
    )
    .option('--concurrency <n>', 'cases at once; default: limits.concurrency of the descriptor', whole(1, 64))
    .addOption(new Option('--fail-on <verdict>', 'what fails the gate').choices(['fail', 'warn']).default('fail'))
    .option('--out <dir>', 'where the record and the reports go; default: reports/out/<run id>')
    .option('--reporter <names>', `reports to write: ${reporterNames.join(', ')}; default: html, json, junit`, many)
    .option('--unmasked', 'keep secrets and tokens readable in record and reports (never publish those)', false)
    .option('--quirks', 'measure what the targets are like too (with --slow, what takes minutes)', false)
    .option('--no-fuzz', 'leave out the short fuzzing after the cases')
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: RunFlags) =>
      context.exit(await runTargets(context, targets, flags)),
    );
}

async function runTargets(context: CliContext, paths: readonly string[], flags: RunFlags): Promise<number> {
  const reporters = chooseReporters(flags.reporter ?? ['html', 'json', 'junit']);
  const { suites, selected } = await chooseSuites(flags.suite ?? []);
  const catalogue = loadCatalogue();
  const selection = {
    suites: selected,
    cases: flags.case,
    sections: flags.section,
    levels: flags.level,
    slow: flags.slow,
  };
  checkSelection(suites, catalogue, selection);
  const policy = { profiles: chooseProfiles(flags.profile ?? []), strict: flags.strict };
  checkAsked(suites, catalogue, flags.case, policy.profiles);
  const targets = await loadTargets(context, paths);
  const beginning = beginRun(context, flags.out);
  const finished = await recorded(context, beginning.recordPath, {
    targets,
    suites,
    suiteDigest: digestOf(suites, catalogue),
    resolve: (id, place) => findRequirement(catalogue, id, place),
    selection: { ...definedOnly(selection), slow: flags.slow },
    coverage: coverageEvent(suites, catalogue, policy.profiles),
    policy,
    seed: flags.seed ?? 1,
    ...(await afterwards(context, flags, await fuzzing(flags, catalogue, policy))),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    failOn: flags.failOn,
    unmasked: flags.unmasked,
    about: beginning.about,
    today: beginning.today,
  });
  await report(context, beginning, flags.quirks ? [...new Set([...reporters, 'quirks'] as const)] : reporters);
  return finished.exitCode;
}

/** Everything was asked for: then what no case names is looked for as well. */
async function fuzzing(
  flags: RunFlags,
  catalogue: readonly Requirement[],
  policy: Policy,
): Promise<Partial<RunOptions>> {
  const isPart = [flags.suite, flags.case, flags.section, flags.level].some((names) => names !== undefined);
  if (!flags.fuzz || isPart) return {};
  const { shortCampaign } = await import('./fuzzing.ts');
  return { afterCases: shortCampaign(catalogue, policy, flags.seed ?? 1) };
}

async function afterwards(
  context: CliContext,
  { quirks, slow }: RunFlags,
  { afterCases }: Partial<RunOptions>,
): Promise<Partial<RunOptions>> {
  if (!quirks) return afterCases === undefined ? {} : { afterCases };
  const { inOrder, measuring } = await import('./measuring.ts');
  return { afterCases: inOrder(afterCases, measuring({ slow, log: createProgress(context).log })) };
}

async function chooseSuites(
  wanted: readonly string[],
): Promise<{ suites: readonly Suite[]; selected: readonly string[] | undefined }> {
  const files = wanted.filter((name) => name.endsWith('.json'));
  const added = await Promise.all(files.map((file) => loadSuiteFile(file)));
  const faults = added.length === 0 ? [] : lintSuites([...builtIn, ...added], loadCatalogue());
  if (faults.length > 0) throw new HarnessError('ERR_SUITE_INVALID', faults.join('\n'));
  const names = [...wanted.filter((name) => !name.endsWith('.json')), ...added.map(({ id }) => id)];
  return { suites: [...builtIn, ...added], selected: names.length === 0 ? undefined : names };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOnly<T extends Record<string, unknown>>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
