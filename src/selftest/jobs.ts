import { degenerateKinds, type DegenerateKind } from '../../targets/degenerate/behaviours.ts';
import { startDegenerate } from '../../targets/degenerate/server.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import { variants } from '../../targets/reference/variants.ts';
import { countVerdicts } from '../verdict/status.ts';
import { describeServer, runInMemory, type SelftestContext } from './context.ts';
import {
  clientMutants,
  clientVariantIds,
  degenerateClientIds,
  judgeClientMutant,
  judgeClientVariant,
  judgeDegenerateClient,
} from './clients.ts';
import { judgeClientPower, judgeQuietClient, showableClients } from './client-hunt.ts';
import type { Job, JobResult, Outcome } from './job.ts';
import { judgeMasked, judgeMutant } from './judge-mutant.ts';
import { lawfulOutcome } from './lawful-outcome.ts';
import { maskedMutants } from './masked.ts';
import { hunt, isKnownMiss, powerAt, showable } from './power.ts';
import { runReference } from './reference.ts';
import { judgeUnlike, unlikeIds } from './unlike.ts';
import { verdictsOf } from './verdicts.ts';

/** Of the servers that take long, the self-test takes one in this number, unless all are wanted. */
const sample = {
  variant: 10,
  unlike: 8,
  mutant: 5,
  fuzzed: 60,
  quiet: 30,
  client: 6,
  'client-mutant': 8,
  'client-fuzzed': 20,
  'client-quiet': 15,
} as const;

/** All servers, or a sample of each kind that takes long. A kind that is asked for by its name comes whole. */
export function allJobs(
  { suites, catalogue }: Pick<SelftestContext, 'suites' | 'catalogue'>,
  full: boolean,
  whole: readonly Job['kind'][],
): readonly Job[] {
  const some = <T>(list: readonly T[], of: keyof typeof sample): readonly T[] =>
    full || whole.includes(of) ? list : list.filter((_, index) => index % sample[of] === 0);
  return [
    ...some(variants, 'variant').map(({ id }): Job => ({ kind: 'variant', id, full })),
    ...some(unlikeIds, 'unlike').map((id): Job => ({ kind: 'unlike', id, full })),
    ...degenerateKinds.map((id): Job => ({ kind: 'degenerate', id, full })),
    ...some(mutants, 'mutant').map(({ id }): Job => ({ kind: 'mutant', id, full })),
    ...maskedMutants(full).map((id): Job => ({ kind: 'masked', id, full })),
    ...some(showable(suites, catalogue), 'fuzzed').map((id): Job => ({ kind: 'fuzzed', id, full })),
    ...some(variants, 'quiet').map(({ id }): Job => ({ kind: 'quiet', id, full })),
    ...some(clientVariantIds, 'client').map((id): Job => ({ kind: 'client', id, full })),
    ...some(
      clientMutants.map(({ id }) => id),
      'client-mutant',
    ).map((id): Job => ({ kind: 'client-mutant', id, full })),
    ...degenerateClientIds.map((id): Job => ({ kind: 'client-degenerate', id, full })),
    ...some(showableClients(catalogue), 'client-fuzzed').map((id): Job => ({ kind: 'client-fuzzed', id, full })),
    ...some(clientVariantIds, 'client-quiet').map((id): Job => ({ kind: 'client-quiet', id, full })),
  ];
}

export async function runJob(context: SelftestContext, job: Job): Promise<JobResult> {
  const startedAt = performance.now();
  const outcome = await judgeJob(context, job);
  return { job, ...outcome, ms: Math.round(performance.now() - startedAt) };
}

function judgeJob(context: SelftestContext, job: Job): Promise<Outcome> {
  switch (job.kind) {
    case 'variant':
      return judgeVariant(context, job.id);
    case 'unlike':
      return judgeUnlike(context, job.id);
    case 'mutant':
      return judgeMutant(context, job.id, job.full);
    case 'masked':
      return judgeMasked(context, job.id);
    case 'degenerate':
      return judgeDegenerate(context, job.id as DegenerateKind);
    case 'fuzzed':
      return judgePower(context, job.id);
    case 'quiet':
      return judgeQuiet(context, job.id);
    case 'client':
      return judgeClientVariant(context, job.id);
    case 'client-mutant':
      return judgeClientMutant(context, job.id);
    case 'client-degenerate':
      return judgeDegenerateClient(context, job.id);
    case 'client-fuzzed':
      return judgeClientPower(context, job.id);
    case 'client-quiet':
      return judgeQuietClient(context, job.id);
    default:
      return job.kind satisfies never;
  }
}

/** A correct server, however unusual, gets no `fail`; the strict one not even a warning. */
async function judgeVariant(context: SelftestContext, id: string): Promise<Outcome> {
  const run = await runReference(context, { variant: id }, { slow: false });
  const limit = id === 'strict' ? ['fail', 'warn', 'blocked', 'error'] : ['fail', 'blocked', 'error'];
  return lawfulOutcome(run, ({ verdict }) => limit.includes(verdict));
}

/** One seed may miss a mutant. It is wrong when no seed finds it, unless it is known to be out of reach. */
async function judgePower(context: SelftestContext, id: string): Promise<Outcome> {
  const power = await powerAt(context, id);
  const isRight = power.found > 0 || isKnownMiss(id);
  const problems = isRight ? [] : ['fuzzing alone does not find it'];
  return { problems, kills: [], named: 0, counts: {}, power };
}

/** A server that refuses what is optional may earn a warning; a `fail` is a false alarm. */
async function judgeQuiet(context: SelftestContext, id: string): Promise<Outcome> {
  const { findings } = await hunt(context, { variant: id }, 1, { runs: 200, sequences: 30 });
  const wrong = findings.filter(({ verdict }) => verdict === 'fail' || (id === 'strict' && verdict !== 'note'));
  const problems = wrong.map(({ verdict, instance, title, reason }) => `${verdict} ${instance} ${title}: ${reason}`);
  return { problems, kills: [], named: 0, counts: countVerdicts(findings) };
}

/** A server that conforms to nothing must never pass, and the run must end. */
async function judgeDegenerate(context: SelftestContext, kind: DegenerateKind): Promise<Outcome> {
  const running = await startDegenerate(kind);
  try {
    const { findings, finished } = await runInMemory(context, degenerateDescriptor(kind, running.baseUrl), {
      selection: { slow: false },
    });
    const refusals = findings.filter(({ verdict, plan }) => verdict === 'pass' && expectsRefusal(plan));
    const problems = refusals.map(({ instance, reason }) => `pass ${instance}: ${reason}`);
    if (finished.exitCode === 0) problems.push('the gate is met');
    if (finished.problems.length > 1) problems.push(`it is ${finished.problems.length} problems, and should be one`);
    return { problems, kills: [], named: 0, counts: finished.counts, verdicts: verdictsOf(findings) };
  } finally {
    await running.close();
  }
}

function expectsRefusal(plan: unknown): boolean {
  return JSON.stringify(plan).includes('"expect":"refuse"');
}

function degenerateDescriptor(kind: string, baseUrl: string): ReturnType<typeof describeServer> {
  const client = { id: 'any', auth: 'client_secret_basic', secret: { env: 'ANY' }, grants: ['client_credentials'] };
  const body = {
    as: { discovery: 'none', endpoints: { token: `${baseUrl}/token` }, clients: [client] },
    rs: { resources: [{ url: `${baseUrl}/resource` }] },
    limits: { timeoutSeconds: 1 },
  };
  return describeServer(kind, body, { ANY: 'any-secret' });
}
