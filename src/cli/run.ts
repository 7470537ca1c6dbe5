import { createHash, randomBytes, randomInt } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { HarnessError } from '../errors.ts';
import { createKeyPool } from '../proof/keys.ts';
import { createRecordWriter } from '../record/writer.ts';
import { readRecord } from '../record/reader.ts';
import type { RunFinished } from '../record/schema.ts';
import { renderConsole } from '../report/console.ts';
import { run, type RunOptions } from '../runner/run.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import { lintSuites } from '../suite/lint-suites.ts';
import { loadSuiteFile } from '../suite/load-suite.ts';
import type { Suite } from '../suite/schema.ts';
import { loadDescriptor, type LoadedDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { coverageEvent } from './coverage-event.ts';
import { many, whole } from './options.ts';
import { keepBeside } from './evidence.ts';
import { createProgress } from './progress.ts';
import { checkAsked, checkSelection, chooseProfiles } from './selection.ts';
import { type ReporterName, reporterNames, writeReports } from './reporters.ts';
import { readVersion } from './version.ts';
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
      'seed of whatever is chosen at random, kept in the record; the suites choose nothing',
      whole(0, 0xffffffff),
    )
    .option('--concurrency <n>', 'cases at once; default: limits.concurrency of the descriptor', whole(1, 64))
    .addOption(new Option('--fail-on <verdict>', 'what fails the gate').choices(['fail', 'warn']).default('fail'))
    .option('--out <dir>', 'where the record and the reports go; default: reports/out/<run id>')
    .option('--reporter <names>', `reports to write: ${reporterNames.join(', ')}; default: html, json, junit`, many)
    .option('--unmasked', 'keep secrets and tokens readable in record and reports (never publish those)', false)
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
  checkNames(targets.map(({ descriptor }) => descriptor.name));
  const now = new Date();
  const runId = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  const directory = resolve(context.cwd, flags.out ?? join('reports', 'out', runId));
  const recordPath = join(directory, 'record.ndjson');
  const finished = await recorded(context, recordPath, {
    targets,
    suites,
    suiteDigest: createHash('sha256')
      .update(JSON.stringify([suites, catalogue]))
      .digest('hex'),
    resolve: (id, place) => findRequirement(catalogue, id, place),
    selection: { ...definedOnly(selection), slow: flags.slow },
    coverage: coverageEvent(suites, catalogue, policy.profiles),
    policy,
    seed: flags.seed ?? randomInt(0x100000000),
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    failOn: flags.failOn,
    unmasked: flags.unmasked,
    about: { runId, proofmark: readVersion(), command: `proofmark ${context.args.join(' ')}` },
    today: now.toISOString().slice(0, 10),
  });
  await report(context, recordPath, directory, reporters);
  return finished.exitCode;
}

/** All that is wrong with any of the descriptors is told at once. */
async function loadTargets(context: CliContext, paths: readonly string[]): Promise<readonly LoadedDescriptor[]> {
  const load = async (path: string) => loadDescriptor(path, { env: context.env, port: freePort });
  const loaded = await Promise.allSettled(paths.map((path) => load(path)));
  const faults = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (faults.length === 0) return loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const strange = faults.find((fault) => !(fault instanceof HarnessError));
  if (strange instanceof Error) throw strange;
  const messages = faults.map((fault) => (fault instanceof Error ? fault.message : ''));
  throw new HarnessError('ERR_TARGET_INVALID', messages.join('\n'), { cause: faults[0] });
}

type Settings = Omit<RunOptions, 'env' | 'keys' | 'signal' | 'write' | 'progress' | 'log' | 'keep'>;

export async function recorded(context: CliContext, recordPath: string, settings: Settings): Promise<RunFinished> {
  const writer = createRecordWriter(recordPath);
  const progress = createProgress(context);
  try {
    return await run({
      ...settings,
      env: context.env,
      keys: createKeyPool(),
      signal: context.signal,
      write: (event) => {
        writer.write(event);
        if (event.type === 'preflight') progress.preflight(event);
      },
      progress: progress.finding,
      log: progress.log,
      keep: keepBeside(recordPath),
    });
  } finally {
    progress.end();
    await writer.close();
  }
}

async function report(
  context: CliContext,
  recordPath: string,
  directory: string,
  reporters: readonly ReporterName[],
): Promise<void> {
  const record = await readRecord(recordPath);
  const shown = relative(context.cwd, recordPath) || recordPath;
  print(context.stdout, renderConsole(record, { color: usesColor(context.stdout, context.env), recordPath: shown }));
  const written = await writeReports(record, recordPath, reporters, directory, context.cwd);
  print(context.stdout, `\nrecord  ${shown}`);
  for (const path of written) print(context.stdout, `report  ${path}`);
}

export function chooseReporters(names: readonly string[]): readonly ReporterName[] {
  const unknown = names.find((name) => !reporterNames.includes(name as ReporterName));
  if (unknown !== undefined)
    throw new HarnessError('ERR_USAGE', `--reporter: no reporter "${unknown}"; there are ${reporterNames.join(', ')}`);
  return names as readonly ReporterName[];
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

function checkNames(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new HarnessError('ERR_USAGE', `two descriptors are named "${twice}": give each a name of its own`);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOnly<T extends Record<string, unknown>>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}
