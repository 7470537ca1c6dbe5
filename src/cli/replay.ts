import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readRecord } from '../record/reader.ts';
import type { Finding, RunRecord } from '../record/schema.ts';
import { evidenceLines } from '../report/replay-text.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import { Case, type Suite, Watch } from '../suite/schema.ts';
import { loadDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { type CliContext, print } from './context.ts';
import { recorded } from './recorded.ts';
import { errandOf, tellFindings } from './replay-findings.ts';
import { findDescriptor, readReplayed, type Replayed } from './replay-input.ts';
import { chooseProfiles } from './selection.ts';
import { readVersion } from './version.ts';

const examples = `
Examples:
  $ proofmark replay record.ndjson typ-missing@token
  $ proofmark replay record.ndjson my-target/typ-missing@token --target other.yaml
  $ proofmark replay record.ndjson                            all that fuzzing found
  $ proofmark replay saved/ --target target.yaml              all cases that fuzz --save-cases saved
  $ proofmark replay saved/fuzz-c134807c35.json --target target.yaml

Sends the recorded plan again, with new keys, tokens, clock and nonces, and tells what changed. What fuzzing found is sent
three times: FIXED, FAILED, UNSTABLE (now this, now that) or ERROR (could not be judged).
Exit codes: 0 it passes now, 1 it still does not (one of several does not), 2 bad usage, 3 it could not be judged.`;

type ReplayFlags = { readonly target?: string; readonly unmasked: boolean };

export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('send the requests of recorded or saved cases again')
    .argument('<record>', 'the record.ndjson of a run, a suite that fuzzing saved, or a folder of them')
    .argument('[case]', 'an instance (case@place), with the target before it where the record has several')
    .option('--target <descriptor>', 'another descriptor than the recorded one')
    .option('--unmasked', 'show secrets and tokens', false)
    .addHelpText('after', examples)
    .action(async (path: string, name: string | undefined, flags: ReplayFlags) =>
      context.exit(await replay(context, path, name, flags)),
    );
}

async function replay(
  context: CliContext,
  path: string,
  name: string | undefined,
  flags: ReplayFlags,
): Promise<number> {
  const replayed = await readReplayed(context.cwd, path, name);
  const started = replayed.kind === 'saved' ? undefined : replayed.record.started;
  const policy = { profiles: chooseProfiles(started?.profiles ?? []), strict: started?.strict ?? false };
  const where = { cwd: context.cwd, recordFile: resolve(context.cwd, path) };
  const { descriptors, ...work } =
    replayed.kind === 'case'
      ? errandOfCase(where, replayed, flags.target)
      : { suites: [], ...errandOf(where, replayed, flags.target, policy) };
  const targets = await Promise.all(
    descriptors.map((descriptor) => loadDescriptor(descriptor, { env: context.env, port: freePort })),
  );
  const now = await sendAgain(context, { targets, ...work, ...settingsOf(context, path, started), policy }, flags);
  return tellAll(context, replayed, now);
}

type Settings = Parameters<typeof recorded>[2];

function settingsOf(context: CliContext, path: string, started: RunRecord['started'] | undefined) {
  return {
    suiteDigest: started?.suiteDigest ?? '',
    seed: started?.seed ?? 0,
    failOn: started?.failOn ?? 'fail',
    about: {
      runId: `replay of ${started?.runId ?? path}`,
      proofmark: readVersion(),
      command: `proofmark ${context.args.join(' ')}`,
    },
  } as const;
}

type Work = Omit<Settings, 'isPart' | 'resolve' | 'selection' | 'unmasked' | 'today'>;

/** The record of a replay is read and thrown away. */
async function sendAgain(context: CliContext, work: Work, { unmasked }: ReplayFlags): Promise<RunRecord> {
  const catalogue = loadCatalogue();
  const directory = await mkdtemp(join(tmpdir(), 'proofmark-replay-'));
  try {
    const file = join(directory, 'record.ndjson');
    await recorded(context, file, {
      ...work,
      isPart: true,
      resolve: (id, place) => findRequirement(catalogue, id, place),
      selection: { slow: true },
      unmasked,
      today: new Date().toISOString().slice(0, 10),
    });
    return await readRecord(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type OfCase = Extract<Replayed, { readonly kind: 'case' }>;

function errandOfCase(
  { cwd, recordFile }: { readonly cwd: string; readonly recordFile: string },
  { record, finding }: OfCase,
  target: string | undefined,
) {
  const descriptor = target ?? record.started.targets.find(({ name }) => name === finding.target)?.descriptor ?? '';
  return { descriptors: [findDescriptor(cwd, recordFile, descriptor)], suites: [replaySuite(record, finding)] };
}

function tellAll(context: CliContext, replayed: Replayed, now: RunRecord): number {
  const problems = now.preflights.flatMap(({ problems: list }) => list.filter(({ severity }) => severity === 'error'));
  for (const { message } of problems) print(context.stdout, `preflight: ${message}`);
  return replayed.kind === 'case'
    ? tell(context, replayed.record, replayed.finding, now)
    : tellFindings(context, replayed, now);
}

/** A suite of just that case. A watch needs something to look at: the cases whose answers were its evidence. */
function replaySuite(record: RunRecord, finding: Finding): Suite {
  const base = { id: finding.suite, title: finding.suiteTitle, section: finding.section };
  const asCase = Case.safeParse(finding.plan);
  if (asCase.success)
    return { ...base, cases: [{ ...asCase.data, at: asCase.data.at.filter((place) => place === finding.place) }] };
  const watch = Watch.parse(finding.plan);
  const instances = new Set(finding.exchanges.map((id) => record.exchanges.get(id)?.instance));
  const plans = record.findings
    .filter(({ instance, target }) => target === finding.target && instances.has(instance))
    .map(({ plan }) => Case.safeParse(plan));
  const cases = plans.flatMap((plan) => (plan.success ? [plan.data] : []));
  const unique = [...new Map(cases.map((item) => [item.id, item])).values()];
  return { ...base, cases: unique, watches: [{ ...watch, at: watch.at.filter((place) => place === finding.place) }] };
}

function tell(context: CliContext, record: RunRecord, before: Finding, now: RunRecord): number {
  const after = now.findings.find(({ instance }) => instance === before.instance);
  if (after === undefined) {
    print(context.stdout, `${before.target}/${before.instance}: not run`);
    return 3;
  }
  print(context.stdout, `${headline(before, after)}  ${before.target}/${before.instance}  ${before.title}`);
  print(context.stdout, `  recorded  ${before.verdict}: ${before.reason}`);
  print(context.stdout, `  now       ${after.verdict}: ${after.reason}`);
  for (const line of evidenceLines(record, before, now, after)) print(context.stdout, `  ${line}`);
  return { pass: 0, note: 0, skip: 3, warn: 1, fail: 1, blocked: 3, error: 3 }[after.verdict];
}

function headline(before: Finding, after: Finding): string {
  if (after.verdict === 'blocked' || after.verdict === 'error' || after.verdict === 'skip') return 'ERROR';
  const wasBroken = before.verdict === 'fail' || before.verdict === 'warn';
  const isBroken = after.verdict === 'fail' || after.verdict === 'warn';
  if (isBroken) return wasBroken ? 'FAILED' : 'BROKEN';
  return wasBroken ? 'FIXED' : 'SAME';
}
