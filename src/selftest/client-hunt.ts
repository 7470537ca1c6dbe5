import type { Budget } from '../fuzz/budget.ts';
import { isSteady } from '../fuzz/findings/confirm-and-report.ts';
import { runPostureCampaign } from '../fuzz/postures/campaign.ts';
import type { Finding } from '../record/schema.ts';
import { findClientRequirement, type Requirement } from '../suite/catalogue.ts';
import { ClientCase } from '../suite/client/schema.ts';
import { countVerdicts } from '../verdict/status.ts';
import { clientMutants, lawfulClients, profilesOf, referenceClient } from './clients.ts';
import { runInMemory, type SelftestContext } from './context.ts';
import type { Outcome, Power } from './job.ts';
import { missesOf } from './power-table.ts';

/** How a reference client is started, and under which profile it is judged. */
type HuntedClient = { readonly started: readonly string[]; readonly profile?: string | undefined };

/** What fuzzing found at one client with one seed, without any case. `requests` is absent where the plain task failed. */
type ClientHunt = { readonly requests?: number; readonly findings: readonly Finding[] };

const seeds = [1, 2];
const budget: Budget = { runs: 150, stopAtFirst: true };

/** Mutants that can come to a finding: of a rule that is only observed nothing is one. */
export function showableClients(catalogue: readonly Requirement[]): readonly string[] {
  const isOpen = (id: string): boolean => findClientRequirement(catalogue, id)?.severity === 'info';
  return clientMutants.filter(({ requirements }) => !requirements.every(isOpen)).map(({ id }) => id);
}

/** One seed may miss a mutant. It is wrong when no seed finds it, unless it is known to be out of reach. */
export async function judgeClientPower(context: SelftestContext, id: string): Promise<Outcome> {
  const mutant = clientMutants.find((one) => one.id === id);
  if (mutant === undefined) throw new TypeError(`no such mutant: ${id}`);
  const power = await powerAt(context, mutant);
  const problems = power.found > 0 || isKnownMiss(id) ? [] : ['fuzzing alone does not find it'];
  return { problems, kills: [], named: 0, counts: {}, power };
}

/** A correct client, however unusual, gets no `fail`; the usual one not even a warning. */
export async function judgeQuietClient(context: SelftestContext, id: string): Promise<Outcome> {
  const client = lawfulClients.find((one) => one.id === id);
  if (client === undefined) throw new TypeError(`no such client: ${id}`);
  const { requests, findings } = await huntClient(context, client, 1, { runs: 200 });
  const wrong = findings.filter(({ verdict }) => verdict === 'fail' || (id === 'usual' && verdict !== 'note'));
  const problems = wrong.map(({ verdict, instance, title, reason }) => `${verdict} ${instance} ${title}: ${reason}`);
  if (requests === undefined) problems.push('nothing was fuzzed');
  return { problems, kills: [], named: 0, counts: countVerdicts(findings) };
}

const preflight = 'does the plain task, where all answers are lawful';

/** What stands in a list is the same for every seed: only the first tries it, and what it finds there counts for all. */
async function powerAt(context: SelftestContext, client: HuntedClient): Promise<Power> {
  const first = await huntClient(context, client, 1, budget);
  if (first.requests === undefined)
    return { ...sumOf([first]), found: seeds.length, of: seeds.length, phase: 'preflight', plan: preflight };
  const isListed = first.findings.some((finding) => isSteady(finding) && finding.fuzz?.phase !== 'postures');
  if (isListed) return { ...sumOf([first]), found: seeds.length, of: seeds.length };
  const hunts = [first];
  for (const seed of seeds.slice(1))
    hunts.push(await huntClient(context, client, seed, { ...budget, onlyDrawn: true }));
  return sumOf(hunts);
}

function sumOf(hunts: readonly ClientHunt[]): Power {
  const steady = hunts.map(({ findings }) => findings.filter(isSteady));
  const shortest = steady.flat().toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
  return {
    found: steady.filter((own) => own.length > 0).length,
    of: hunts.length,
    requests: hunts[0]?.requests ?? 0,
    phase: shortest?.fuzz?.phase ?? '',
    plan: shortest?.title ?? '',
    size: shortest === undefined ? 0 : sizeOf(shortest),
  };
}

/** The number of ops of a posture. */
function sizeOf({ plan }: Finding): number {
  return ClientCase.parse(plan).posture.reduce((sum, { give }) => sum + give.length, 0);
}

const table = new URL('../../targets/reference-client/fuzz-power.md', import.meta.url);

/** Mutants that fuzzing is known not to find, by the committed table. */
const isKnownMiss = missesOf(table);

/** Fuzzes a reference client. */
async function huntClient(
  context: SelftestContext,
  { started, profile }: HuntedClient,
  seed: number,
  own: Budget,
): Promise<ClientHunt> {
  const hunted: { requests?: number } = {};
  const profiles = profilesOf(profile);
  const { suites, catalogue } = context;
  const { findings } = await runInMemory({ ...context, suites: [] }, referenceClient(started), {
    selection: { slow: false },
    profiles,
    afterClient: async ({ stage, findings: known, nextIndex, emit }) => {
      const grading = { catalogue, policy: { profiles, strict: false } };
      const campaign = { stage, grading, suites, seed, budget: own, known, firstIndex: nextIndex, emit };
      hunted.requests = (await runPostureCampaign(campaign)).summary.requests;
    },
  });
  return { ...hunted, findings };
}
