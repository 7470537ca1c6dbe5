import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { HarnessError } from '../errors.ts';
import { readRecord } from '../record/reader.ts';
import type { Finding, RunRecord } from '../record/schema.ts';
import { evidenceLines } from '../report/replay-text.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import { Case, type Suite, Watch } from '../suite/schema.ts';
import { loadDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { type CliContext, print } from './context.ts';
import { recorded } from './run.ts';
import { chooseProfiles } from './selection.ts';
import { readVersion } from './version.ts';

const examples = `
Examples:
  $ proofmark replay record.ndjson typ-missing@token
  $ proofmark replay record.ndjson my-target/typ-missing@token --target other.yaml

Sends the recorded plan again, with new keys, tokens, clock and nonces, and tells what changed.
Exit codes: 0 it passes now, 1 it still does not, 2 bad usage, 3 it could not be judged.`;

type ReplayFlags = { readonly target?: string; readonly unmasked: boolean };

export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('send the requests of one recorded case again')
    .argument('<record>', 'the record.ndjson of a run')
    .argument('<case>', 'an instance (case@place), with the target before it where the record has several')
    .option('--target <descriptor>', 'another descriptor than the recorded one')
    .option('--unmasked', 'show secrets and tokens', false)
    .addHelpText('after', examples)
    .action(async (path: string, name: string, flags: ReplayFlags) =>
      context.exit(await replay(context, path, name, flags)),
    );
}

async function replay(context: CliContext, path: string, name: string, flags: ReplayFlags): Promise<number> {
  const record = await readRecord(resolve(context.cwd, path));
  const before = findFinding(record, path, name);
  const descriptor =
    flags.target ?? record.started.targets.find((target) => target.name === before.target)?.descriptor ?? '';
  const target = await loadDescriptor(findDescriptor(context.cwd, resolve(context.cwd, path), descriptor), {
    env: context.env,
    port: freePort,
  });
  const catalogue = loadCatalogue();
  const directory = await mkdtemp(join(tmpdir(), 'proofmark-replay-'));
  try {
    const file = join(directory, 'record.ndjson');
    await recorded(context, file, {
      targets: [target],
      suites: [replaySuite(record, before)],
      suiteDigest: record.started.suiteDigest,
      resolve: (id, place) => findRequirement(catalogue, id, place),
      selection: { slow: true },
      policy: { profiles: chooseProfiles(record.started.profiles), strict: record.started.strict },
      seed: record.started.seed,
      failOn: record.started.failOn,
      unmasked: flags.unmasked,
      about: {
        runId: `replay of ${record.started.runId}`,
        proofmark: readVersion(),
        command: `proofmark ${context.args.join(' ')}`,
      },
      today: new Date().toISOString().slice(0, 10),
    });
    return tell(context, record, before, await readRecord(file));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The record names the descriptor as the run was told it: from here, or from a folder above the record. */
function findDescriptor(cwd: string, recordFile: string, descriptor: string): string {
  const folders = [cwd];
  for (let folder = dirname(recordFile); dirname(folder) !== folder; folder = dirname(folder)) folders.push(folder);
  const found = folders.map((folder) => resolve(folder, descriptor)).find((file) => existsSync(file));
  if (found !== undefined) return relative(cwd, found);
  throw new HarnessError(
    'ERR_USAGE',
    `the descriptor ${descriptor} of the recorded run is not to be found from here; name it with --target`,
  );
}

function findFinding(record: RunRecord, path: string, name: string): Finding {
  const found = record.findings.filter(({ target, instance }) => instance === name || `${target}/${instance}` === name);
  const [finding, second] = found;
  if (finding === undefined)
    throw new HarnessError('ERR_USAGE', `${path} has no finding "${name}"; give case@place as the report shows it`);
  if (second !== undefined)
    throw new HarnessError(
      'ERR_USAGE',
      `${path} has "${name}" for ${found.map(({ target }) => target).join(' and ')}; put the target before it: ${finding.target}/${name}`,
    );
  return finding;
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
  const problems = now.preflights.flatMap(({ problems: list }) => list.filter(({ severity }) => severity === 'error'));
  for (const { message } of problems) print(context.stdout, `preflight: ${message}`);
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
