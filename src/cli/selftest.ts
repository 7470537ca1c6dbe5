import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { HarnessError } from '../errors.ts';
import { createKeyPool } from '../proof/keys.ts';
import { farm } from '../selftest/farm.ts';
import { allJobs, runJob } from '../selftest/jobs.ts';
import type { Job, JobResult } from '../selftest/job.ts';
import type { Lab } from '../selftest/lab.ts';
import { killersOf, renderMatrix } from '../selftest/matrix.ts';
import { renderPower } from '../selftest/power-table.ts';
import { renderVerdicts } from '../selftest/verdicts.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
import { type CliContext, print } from './context.ts';
import { many, whole } from './options.ts';

type SelftestFlags = {
  readonly full: boolean;
  readonly only?: readonly string[];
  readonly kind?: Job['kind'];
  readonly jobs: number;
  readonly matrix?: string;
  readonly power?: string;
  readonly verdicts?: string;
  readonly worker?: true;
};

const kindWords: Readonly<Record<Job['kind'], string>> = {
  variant: 'variants',
  degenerate: 'degenerate servers',
  mutant: 'mutants',
  masked: 'masked mutants',
  fuzzed: 'mutants by fuzzing alone',
  quiet: 'variants left in peace by fuzzing',
};
const kinds = Object.keys(kindWords) as Job['kind'][];

const examples = `
Examples:
  $ proofmark selftest                        every server, mutants by the cases that name their requirement
  $ proofmark selftest --only nonce           servers whose id has "nonce" in it
  $ proofmark selftest --kind mutant          the quick part of the kill matrix, well under a minute
  $ proofmark selftest --kind mutant --matrix targets/reference/kill-matrix.md
  $ proofmark selftest --kind fuzzed --power targets/reference/fuzz-power.md

Exit codes: 0 all judged right, 1 a server judged wrong.`;

export function selftestCommand(context: CliContext): Command {
  return new Command('selftest')
    .description('prove Proofmark on its own servers: correct ones, mutants, and servers that conform to nothing')
    .option('--full', 'every case against every mutant, the slow ones too (many minutes)', false)
    .option('--only <texts>', 'only servers whose id contains one of these', many)
    .addOption(new Option('--kind <kind>', 'only servers of this kind').choices(kinds))
    .option('--jobs <n>', 'processes', whole(1, 64), availableParallelism())
    .option('--matrix <file>', 'write the kill matrix to this file')
    .option('--power <file>', 'write what fuzzing alone finds to this file')
    .option('--verdicts <file>', 'write what each case came to at each server to this file, a line of JSON a server')
    .option('--worker', 'work for another process (internal)')
    .addHelpText('after', examples)
    .action(async (flags: SelftestFlags) => {
      if (flags.worker === true) serve(context);
      else context.exit(await selftest(context, flags));
    });
}

function serve(context: CliContext): void {
  const lab: Lab = {
    suites,
    catalogue: loadCatalogue(),
    signal: context.signal,
    env: context.env,
    keys: createKeyPool(),
    sound: new Map(),
  };
  process.on('message', (job: Job) => {
    void runJob(lab, job).then((result) => process.send?.(result));
  });
}

async function selftest(context: CliContext, flags: SelftestFlags): Promise<number> {
  const jobs = allJobs({ suites, catalogue: loadCatalogue() }, flags.full, flags.kind).filter(
    ({ id, kind }) =>
      (flags.only === undefined || flags.only.some((text) => id.includes(text))) &&
      (flags.kind === undefined || kind === flags.kind),
  );
  if (jobs.length === 0)
    throw new HarnessError(
      'ERR_USAGE',
      `--only: no ${flags.kind ?? 'server'} has ${(flags.only ?? []).map((text) => `"${text}"`).join(' or ')} in its id`,
    );
  const script = process.argv[1] ?? '';
  const results = await farm(script, jobs, flags.jobs, context.signal, (result) => tell(context, result));
  if (context.signal.aborted) return 130;
  if (flags.matrix !== undefined) await writeFile(resolve(context.cwd, flags.matrix), renderMatrix(suites, results));
  if (flags.power !== undefined) await writePower(resolve(context.cwd, flags.power), results);
  if (flags.verdicts !== undefined) await writeFile(resolve(context.cwd, flags.verdicts), renderVerdicts(results));
  const wrong = results.filter(({ problems }) => problems.length > 0);
  const count = (kind: Job['kind']): string => {
    const of = results.filter((result) => result.job.kind === kind);
    return `${of.filter(({ problems }) => problems.length === 0).length} of ${of.length} ${kindWords[kind]}`;
  };
  print(context.stdout, `judged right: ${kinds.map(count).join(', ')}`);
  return wrong.length === 0 ? 0 : 1;
}

async function writePower(file: string, results: readonly JobResult[]): Promise<void> {
  const before = existsSync(file) ? await readFile(file, 'utf8') : '';
  await writeFile(file, renderPower(results, before));
}

function tell(context: CliContext, result: JobResult): void {
  const { job, problems, ms, counts, power } = result;
  if (context.env['PROOFMARK_DEBUG'] !== undefined) print(context.stderr, `${job.kind} ${job.id}: ${ms} ms`);
  if (problems.length === 0) {
    const isMutant = job.kind === 'mutant' || job.kind === 'masked';
    print(
      context.stdout,
      `${job.kind} ${job.id}: ${isMutant ? `told by ${killersOf(result)}` : power === undefined ? inWords(counts) : power.plan || 'not found, as is known'}`,
    );
  }
  for (const problem of problems) print(context.stdout, `${job.kind} ${job.id}: ${problem}`);
}

function inWords(counts: JobResult['counts']): string {
  return Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}
