import { fileURLToPath } from 'node:url';
import { degenerateClients } from '../../targets/degenerate-clients/kinds.ts';
import { mutants } from '../../targets/reference-client/mutants.ts';
import { variants } from '../../targets/reference-client/variants.ts';
import { profiles } from '../../suites/catalogue/profiles.ts';
import { descriptorOfClient } from '../target/descriptor.ts';
import { ClientDescriptor } from '../target/descriptor/client-under-test.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { runInMemory, type SelftestContext, type SelftestRun } from './context.ts';
import type { Outcome } from './job.ts';
import { killsOf, namedKills } from './kills.ts';
import { lawfulOutcome } from './lawful-outcome.ts';
import { verdictsOf } from './verdicts.ts';

export const clientVariantIds: readonly string[] = variants.map(({ id }) => id);
export const clientMutantIds: readonly string[] = mutants.map(({ id }) => id);
export const degenerateClientIds: readonly string[] = Object.keys(degenerateClients);

/** A correct client, however unusual, gets no `fail`, and nothing of it stays open; the usual one gets no warning. */
export async function judgeClientVariant(context: SelftestContext, id: string): Promise<Outcome> {
  const run = await runReferenceClient(context, ['--variant', id]);
  const limit = id === 'usual' ? ['fail', 'warn', 'blocked', 'error'] : ['fail', 'blocked', 'error'];
  return lawfulOutcome(run, ({ verdict }) => limit.includes(verdict));
}

/** A mutant comes out worse at a case that names a requirement which it breaks. */
export async function judgeClientMutant(context: SelftestContext, id: string): Promise<Outcome> {
  const mutant = mutants.find((one) => one.id === id);
  if (mutant === undefined) throw new TypeError(`no such mutant: ${id}`);
  const { base, profile, requirements } = mutant;
  const of = base === undefined ? [] : ['--variant', base];
  const key = JSON.stringify(['client', base, profile]);
  const sound = context.soundRuns.get(key) ?? runReferenceClient(context, of, profile);
  context.soundRuns.set(key, sound);
  const { findings } = await runReferenceClient(context, [...of, '--mutant', id], profile);
  const kills = killsOf((await sound).findings, findings);
  const named = namedKills(kills, requirements);
  return {
    problems: named.length > 0 ? [] : ['survives: no case that names its requirement comes out worse'],
    kills: [...new Set([...named, ...kills])],
    named: named.length,
    counts: {},
    verdicts: verdictsOf(findings),
  };
}

/** Nothing that such a client does may look good. */
export async function judgeDegenerateClient(context: SelftestContext, kind: string): Promise<Outcome> {
  const target = describeClient(kind, ['node', programOf('degenerate-clients/main.ts'), kind], 1);
  const { findings, finished } = await runInMemory(context, target, { selection: { slow: false } });
  const problems = [
    ...(finished.exitCode === 0 ? ['the gate is met'] : []),
    ...(finished.tone === 'good' ? ['its tone is good'] : []),
  ];
  return { problems, kills: [], named: 0, counts: finished.counts, verdicts: verdictsOf(findings) };
}

function runReferenceClient(
  context: SelftestContext,
  options: readonly string[],
  profile?: string,
): Promise<SelftestRun> {
  const target = describeClient('reference-client', ['node', programOf('reference-client/main.ts'), ...options], 5);
  const selected = profiles.filter(({ id }) => id === profile);
  return runInMemory(context, target, { selection: { slow: false }, profiles: selected });
}

function programOf(path: string): string {
  return fileURLToPath(new URL(`../../targets/${path}`, import.meta.url));
}

/** Describes a client as its user would. */
function describeClient(name: string, command: readonly string[], timeoutSeconds: number): LoadedDescriptor {
  const client = ClientDescriptor.parse({ name, role: 'client', command: [...command], limits: { timeoutSeconds } });
  return {
    path: name,
    directory: '.',
    digest: '',
    text: '',
    descriptor: descriptorOfClient(client),
    client,
    secrets: new Map(),
    where: () => name,
    lines: {},
  };
}
