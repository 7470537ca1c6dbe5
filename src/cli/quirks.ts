import { relative, resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { measurements } from '../quirks/catalogue.ts';
import { readRecord } from '../record/reader.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { type CliContext, print } from './context.ts';
import { measuring } from './measuring.ts';
import { many } from './options.ts';
import { createProgress } from './progress.ts';
import { checkQuirkIds, readQuirks } from './quirks-input.ts';
import { comparisonLines, quirkLines } from './quirks-text.ts';
import { writeReports } from './reporters.ts';
import { beginRun, digestOf, loadTargets, recorded } from './recorded.ts';

type Flags = {
  readonly slow: boolean;
  readonly only?: readonly string[];
  readonly compare?: string;
  readonly out?: string;
};

const examples = `
Examples:
  $ proofmark quirks target.yaml                          iat window, replay memory, algorithms, latency …
  $ proofmark quirks target.yaml --slow                   also what takes minutes: how long a jti, a nonce lives
  $ proofmark quirks old.yaml new.yaml                    in what two servers differ
  $ proofmark quirks target.yaml --compare quirks.json    what has changed since

Measures and never judges. Exit codes: 0 measured, 2 bad usage, descriptor or file, 3 incomplete, 130 interrupted.`;

export function quirksCommand(context: CliContext): Command {
  return new Command('quirks')
    .description('measure what targets are like: windows, memories, sizes, tolerances, latencies; no verdicts')
    .addArgument(new Argument('<target...>', 'descriptor files (YAML)'))
    .option('--slow', 'measure what takes minutes too', false)
    .option('--only <ids>', `only these: ${measurements.map(({ id }) => id).join(', ')}`, many)
    .option('--compare <file>', 'the quirks.json of an earlier run: tell what differs from it')
    .option('--out <dir>', 'where record, quirks.json and report go; default: reports/out/<run id>')
    .addHelpText('after', examples)
    .action(async (targets: readonly string[], flags: Flags) => context.exit(await runQuirks(context, targets, flags)));
}

async function runQuirks(context: CliContext, paths: readonly string[], flags: Flags): Promise<number> {
  const { only, slow } = flags;
  checkQuirkIds(
    only,
    measurements.map(({ id }) => id),
  );
  const before = flags.compare === undefined ? undefined : await readQuirks(resolve(context.cwd, flags.compare));
  const targets = await loadTargets(context, paths);
  const { recordPath, directory, about, today } = beginRun(context, flags.out);
  const { log } = createProgress(context);
  if (slow) print(context.stderr, 'what fades is waited for: up to seven minutes a target');
  const finished = await recorded(context, recordPath, {
    targets: targets.map(withoutWaivers),
    ...nothingJudged,
    selection: { slow },
    about,
    today,
    afterCases: measuring({ slow, log, ...(only === undefined ? {} : { only }) }, true),
  });
  const record = await readRecord(recordPath);
  for (const line of quirkLines(context, record.quirks)) print(context.stdout, line);
  for (const line of comparisonLines(context, record.quirks, before)) print(context.stdout, line);
  print(context.stdout, `\nrecord  ${relative(context.cwd, recordPath) || recordPath}`);
  for (const path of await writeReports(record, recordPath, ['quirks', 'html'], directory, context.cwd))
    print(context.stdout, `report  ${path}`);
  return finished.exitCode;
}

/** Where nothing is judged, nothing is waived. */
function withoutWaivers({ descriptor: { waivers: _waivers, ...descriptor }, ...loaded }: LoadedDescriptor) {
  return { ...loaded, descriptor };
}

const nothingJudged = {
  suites: [],
  isPart: true,
  suiteDigest: digestOf([], []),
  resolve: () => undefined,
  policy: { profiles: [], strict: false },
  seed: 0,
  failOn: 'fail',
  unmasked: false,
} as const;
