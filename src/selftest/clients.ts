import { fileURLToPath } from 'node:url';
import { degenerateClients } from '../../targets/degenerate-clients/kinds.ts';
import { mutants } from '../../targets/reference-client/mutants.ts';
import { profileMutants } from '../../targets/reference-client/profile-mutants.ts';
import { variants } from '../../targets/reference-client/variants.ts';
import { profiles } from '../../suites/catalogue/profiles.ts';
import type { Budget } from '../fuzz/budget.ts';
import { runPostureCampaign } from '../fuzz/postures/campaign.ts';
import { descriptorOfClient } from '../target/descriptor.ts';
import { ClientDescriptor } from '../target/descriptor/client-under-test.ts';
import type { Profile } from '../suite/profile.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { runInMemory, type SelftestContext, type SelftestRun } from './context.ts';
import type { Outcome } from './job.ts';
import { killsOf, namedKills } from './kills.ts';
import { lawfulOutcome } from './lawful-outcome.ts';
import { verdictsOf } from './verdicts.ts';

type LawfulClient = { readonly id: string; readonly started: readonly string[]; readonly profile?: string };

/** Each variant, and the usual client under each profile that asks for rules of its own. */
export const lawfulClients: readonly LawfulClient[] = [
  ...variants.map(({ id }) => ({ id, started: variantOf(id) })),
  ...profiles
    .filter(({ id, rows }) => id !== 'core' && rows.length > 0)
    .map(({ id: profile }) => ({ id: `usual with ${profile}`, started: [], profile })),
];
export const clientVariantIds: readonly string[] = lawfulClients.map(({ id }) => id);

/** How a client with a defect is started, and which sound one it is held against: under the same profile, if it names one. */
export type ClientMutant = {
  readonly id: string;
  readonly requirements: readonly string[];
  readonly summary: string;
  readonly profile?: string | undefined;
  readonly sound: readonly string[];
  readonly started: readonly string[];
};

export const clientMutants: readonly ClientMutant[] = [
  ...mutants.map(({ base, ...mutant }) => {
    const sound = variantOf(base);
    return { ...mutant, sound, started: [...sound, '--mutant', mutant.id] };
  }),
  ...profileMutants.map(({ variant, defect, ...mutant }) => ({
    ...mutant,
    sound: [],
    started: [...variantOf(variant), ...(defect === undefined ? [] : ['--mutant', defect])],
  })),
];

function variantOf(variant: string | undefined): readonly string[] {
  return variant === undefined ? [] : ['--variant', variant];
}

export const degenerateClientIds: readonly string[] = Object.keys(degenerateClients);

/** A correct client, however unusual, gets no `fail`, and nothing of it stays open; the usual one gets no warning. */
export async function judgeClientVariant(context: SelftestContext, id: string): Promise<Outcome> {
  const client = lawfulClients.find((one) => one.id === id);
  if (client === undefined) throw new TypeError(`no such client: ${id}`);
  const run = await runReferenceClient(context, client.started, client.profile);
  const isUsual = id === 'usual' || client.profile !== undefined;
  const limit = isUsual ? ['fail', 'warn', 'blocked', 'error'] : ['fail', 'blocked', 'error'];
  return lawfulOutcome(run, ({ verdict }) => limit.includes(verdict));
}

/** A mutant comes out worse at a case that names a requirement which it breaks. */
export async function judgeClientMutant(context: SelftestContext, id: string): Promise<Outcome> {
  const mutant = clientMutants.find((one) => one.id === id);
  if (mutant === undefined) throw new TypeError(`no such mutant: ${id}`);
  const { profile, requirements, sound: of, started } = mutant;
  const key = JSON.stringify(['client', of, profile]);
  const sound = context.soundRuns.get(key) ?? runReferenceClient(context, of, profile);
  context.soundRuns.set(key, sound);
  const { findings } = await runReferenceClient(context, started, profile);
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

const budget: Budget = { runs: 60, maxTime: 2500, onlyDrawn: true };

/** Nothing that such a client does may look good, and fuzzing it comes to its end. */
export async function judgeDegenerateClient(context: SelftestContext, kind: string): Promise<Outcome> {
  const target = describeClient(kind, ['node', programOf('degenerate-clients/main.ts'), kind], 1);
  const { suites, catalogue } = context;
  const { findings, finished } = await runInMemory(context, target, {
    selection: { slow: false },
    afterClient: async ({ stage, findings: known, nextIndex, emit }) => {
      const grading = { catalogue, policy: { profiles: [], strict: false } };
      await runPostureCampaign({ stage, grading, suites, seed: 1, budget, known, firstIndex: nextIndex, emit });
    },
  });
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
  return runInMemory(context, referenceClient(options), { selection: { slow: false }, profiles: profilesOf(profile) });
}

export function referenceClient(options: readonly string[]): LoadedDescriptor {
  return describeClient('reference-client', ['node', programOf('reference-client/main.ts'), ...options], 5);
}

export function profilesOf(profile: string | undefined): readonly Profile[] {
  return profiles.filter(({ id }) => id === profile);
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
