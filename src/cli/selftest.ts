import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { selftest, selftestWorker } from '../app/selftest.ts';
import type { Job, JobResult } from '../selftest/job.ts';
import { killersOf } from '../selftest/matrix.ts';
import { type CliContext, print } from './context.ts';
import { integerOption, listOption } from './options.ts';

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
  unlike: 'unlike servers',
  degenerate: 'degenerate servers',
  mutant: 'mutants',
  masked: 'masked mutants',
  fuzzed: 'mutants by fuzzing alone',
  quiet: 'variants where fuzzing finds nothing',
  client: 'lawful clients',
  'client-mutant': 'client mutants',
  'client-degenerate': 'degenerate clients',
  'client-fuzzed': 'client mutants by fuzzing alone',
  'client-quiet': 'lawful clients where fuzzing finds nothing',
};
const kinds = Object.keys(kindWords) as Job['kind'][];

const examples = `
Examples:
  $ proofmark selftest                        every server, mutants by the cases that name their requirement
  $ proofmark selftest --only nonce           servers whose id has "nonce" in it
  $ proofmark selftest --kind mutant          the quick part of the kill matrix, well under a minute
  $ proofmark selftest --kind mutant --matrix targets/reference/kill-matrix.md
  $ proofmark selftest --kind client-mutant --matrix targets/reference-client/kill-matrix.md
  $ proofmark selftest --kind fuzzed --power targets/reference/fuzz-power.md
  $ proofmark selftest --kind client-fuzzed --power targets/reference-client/fuzz-power.md

Exit codes: 0 all judged right, 1 a server judged wrong.`;

export function selftestCommand(context: CliContext): Command {
  return new Command('selftest')
    .description('prove Proofmark on its own servers: correct ones, mutants, and servers that conform to nothing')
    .option('--full', 'run every case against every mutant, the slow cases too (many minutes)', false)
    .option('--only <texts>', 'test only servers whose id contains one of these texts', listOption)
    .addOption(new Option('--kind <kind>', 'test only servers of this kind').choices(kinds))
    .option('--jobs <n>', 'worker processes', integerOption(1, 64), availableParallelism())
    .option('--matrix <file>', 'write the kill matrix to this file, of servers or (--kind client-mutant) of clients')
    .option(
      '--power <file>',
      'write what fuzzing alone finds to this file, at servers or (--kind client-fuzzed) at clients',
    )
    .option(
      '--verdicts <file>',
      'write the verdict of each case at each server to this file, one line of JSON for each server',
    )
    .option('--worker', 'work for another process (internal)')
    .addHelpText('after', examples)
    .action(async (flags: SelftestFlags) => {
      if (flags.worker === true) serve(context);
      else context.exit(await run(context, flags));
    });
}

/** A worker process gets its jobs from the process that started it, and answers with their results. */
function serve(context: CliContext): void {
  const work = selftestWorker(context);
  process.on('message', (job: Job) => {
    void work(job).then((result) => {
      // What an interrupted run has come to says nothing of the server.
      if (context.signal.aborted) process.disconnect();
      else process.send?.(result);
    });
  });
}

async function run(context: CliContext, { jobs: processes, ...flags }: SelftestFlags): Promise<number> {
  const request = { ...flags, processes, script: process.argv[1] ?? '' };
  const results = await selftest(context, request, (result) => printResult(context, result));
  if (results === undefined) return 130;
  const wrong = results.filter(({ problems }) => problems.length > 0);
  for (const { job, problems } of wrong)
    for (const problem of problems) print(context.stdout, `judged wrong: ${job.kind} ${job.id}: ${problem}`);
  print(context.stdout, `judged right: ${kinds.map((kind) => countOf(results, kind)).join(', ')}`);
  return wrong.length === 0 ? 0 : 1;
}

function countOf(results: readonly JobResult[], kind: Job['kind']): string {
  const own = results.filter(({ job }) => job.kind === kind);
  const right = own.filter(({ problems }) => problems.length === 0);
  return `${right.length} of ${own.length} ${kindWords[kind]}`;
}

function printResult({ env, stdout, stderr }: CliContext, result: JobResult): void {
  const { job, problems, ms } = result;
  if (env['PROOFMARK_DEBUG'] !== undefined) print(stderr, `${job.kind} ${job.id}: ${ms} ms`);
  const lines = problems.length === 0 ? [inWords(result)] : problems;
  for (const line of lines) print(stdout, `${job.kind} ${job.id}: ${line}`);
}

/** The result for a server that was judged right, in words. */
function inWords(result: JobResult): string {
  const { job, counts, power } = result;
  if (job.kind === 'mutant' || job.kind === 'masked' || job.kind === 'client-mutant' || result.named > 0)
    return `found by ${killersOf(result)}`;
  if (power !== undefined) return power.plan || 'not found, as is known';
  return Object.entries(counts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}
