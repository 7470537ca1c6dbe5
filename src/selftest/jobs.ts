import type { Job, JobResult } from './job.ts';
import type { Selection } from '../runner/select.ts';
import { degenerateKinds, type DegenerateKind, startDegenerate } from '../../targets/degenerate/server.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import { hasDefaultPort } from '../../targets/reference/server.ts';
import { variants } from '../../targets/reference/variants.ts';
import type { Finding, Verdict } from '../record/schema.ts';
import type { Case } from '../suite/schema.ts';
import { countVerdicts } from '../verdict/gate.ts';
import { type Kill, killsOf, namedKills } from './kills.ts';
import { readMasked, maskedMutants } from './masked.ts';
import { describeInLab, type Lab, type LabRun, runInLab } from './lab.ts';
import { hunt, isKnownMiss, powerAt, showable } from './power.ts';

import { baseOf, claimsOf, runReference } from './reference.ts';
import { type Verdicts, verdictsOf } from './verdicts.ts';

/** Of the jobs that fuzz a sample, unless all are wanted. */
const sample = { fuzzed: 15, quiet: 8 } as const;

export function allJobs(
  { suites, catalogue }: Pick<Lab, 'suites' | 'catalogue'>,
  full: boolean,
  kind?: Job['kind'],
): readonly Job[] {
  const some = <T>(list: readonly T[], of: keyof typeof sample): readonly T[] =>
    full || kind === of ? list : list.filter((_, index) => index % sample[of] === 0);
  return [
    ...variants.map(({ id }): Job => ({ kind: 'variant', id, full })),
    ...degenerateKinds.map((id): Job => ({ kind: 'degenerate', id, full })),
    ...mutants.map(({ id }): Job => ({ kind: 'mutant', id, full })),
    ...maskedMutants(full).map((id): Job => ({ kind: 'masked', id, full })),
    ...some(showable(suites, catalogue), 'fuzzed').map((id): Job => ({ kind: 'fuzzed', id, full })),
    ...some(variants, 'quiet').map(({ id }): Job => ({ kind: 'quiet', id, full })),
  ];
}

type Outcome = Omit<JobResult, 'job' | 'ms'>;

export async function runJob(lab: Lab, job: Job): Promise<JobResult> {
  const startedAt = performance.now();
  const outcome = await judgeJob(lab, job);
  return { job, ...outcome, ms: Math.round(performance.now() - startedAt) };
}

function judgeJob(lab: Lab, job: Job): Promise<Outcome> {
  switch (job.kind) {
    case 'variant':
      return judgeVariant(lab, job.id);
    case 'mutant':
      return judgeMutant(lab, job.id, job.full);
    case 'masked':
      return judgeMasked(lab, job.id);
    case 'degenerate':
      return judgeDegenerate(lab, job.id as DegenerateKind);
    case 'fuzzed':
      return judgePower(lab, job.id);
    case 'quiet':
      return judgeQuiet(lab, job.id);
    default:
      return job.kind satisfies never;
  }
}

/** A correct server, however unusual, gets no `fail`; the strict one not even a warning. */
async function judgeVariant(lab: Lab, id: string): Promise<Outcome> {
  const { findings, finished } = await runReference(lab, { variant: id }, claimsOf(id), { slow: false });
  const limit = id === 'strict' ? ['fail', 'warn', 'blocked', 'error'] : ['fail', 'error'];
  const wrong = findings.filter(({ verdict }) => limit.includes(verdict));
  const problems = wrong.map(({ verdict, instance, reason }) => `${verdict} ${instance}: ${reason}`);
  const passes = finished.counts.pass ?? 0;
  return {
    problems: passes === 0 ? [...problems, 'not a single pass'] : problems,
    kills: [],
    named: 0,
    counts: finished.counts,
    verdicts: verdictsOf(findings),
  };
}

async function judgeMutant(lab: Lab, id: string, full: boolean): Promise<Outcome> {
  const mutant = mutantOf(id);
  // Not every machine lets us listen on port 80.
  if (mutant.base === 'default-port' && !(await hasDefaultPort()))
    return { problems: [], kills: [], named: 0, counts: {} };
  const { kills, verdicts } = await untilNamed(lab, mutant, selectionsFor(lab, mutant, full));
  const named = namedKills(kills, mutant.requirements);
  return {
    problems: mutantProblems(named.length),
    kills: [...new Set([...named, ...kills])],
    named: named.length,
    counts: {},
    verdicts,
  };
}

/** Any seed may miss one; it is wrong when none finds it that is not known to be out of reach. */
async function judgePower(lab: Lab, id: string): Promise<Outcome> {
  const power = await powerAt(lab, id);
  const isRight = power.found > 0 || isKnownMiss(id);
  const problems = isRight ? [] : ['fuzzing alone does not find it'];
  return { problems, kills: [], named: 0, counts: {}, power };
}

/** A refused liberty may earn a warning (docs/grading.md); a `fail` is a false alarm. */
async function judgeQuiet(lab: Lab, id: string): Promise<Outcome> {
  const { findings } = await hunt(lab, { variant: id }, 1, { runs: 200, sequences: 30 });
  const wrong = findings.filter(({ verdict }) => verdict === 'fail' || (id === 'strict' && verdict !== 'note'));
  const problems = wrong.map(({ verdict, instance, title, reason }) => `${verdict} ${instance} ${title}: ${reason}`);
  return { problems, kills: [], named: 0, counts: countVerdicts(findings) };
}

type Mutant = (typeof mutants)[number];

function mutantOf(id: string): Mutant {
  const mutant = mutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new TypeError(`no such mutant: ${id}`);
  return mutant;
}

/** From quick to thorough: the cases and watches that name the requirement, those of them that wait, everything. */
function selectionsFor(lab: Lab, { role, requirements }: Mutant, full: boolean): readonly Selection[] {
  const naming = lab.suites.flatMap(({ cases }) => cases.filter((item) => names(item.requirements, requirements)));
  const watching = lab.suites
    .flatMap(({ watches }) => watches ?? [])
    .filter((watch) => names(watch.requirements, requirements));
  const quick = [
    ...naming.filter(({ lane }) => lane !== 'slow'),
    ...watching,
    ...(watching.length > 0 ? somethingToWatch(lab) : []),
  ].map((item) => item.id);
  const waiting = naming.filter(({ lane }) => lane === 'slow').toSorted((a, b) => waitOf(a) - waitOf(b));
  const everything = { slow: false, roles: [role] };
  const waits = waiting.map((item) => ({ slow: true, roles: [role], cases: [item.id] }));
  if (full) return [everything, ...waits];
  return [...(quick.length === 0 ? [] : [{ ...everything, cases: quick }]), ...waits, everything];
}

/** Seconds that a case waits. */
function waitOf({ exchanges }: Case): number {
  return exchanges.reduce((sum, { after }) => sum + (typeof after === 'object' ? 400 : (after ?? 0)), 0);
}

/** A few cases of every suite, so that a watch sees answers of every kind. */
function somethingToWatch(lab: Lab): readonly { readonly id: string }[] {
  return lab.suites.flatMap(({ cases }) => cases.filter(({ lane }) => lane !== 'slow').slice(0, 4));
}

/** A defect is told whatever lawful peculiarity stands in front of it. */
async function judgeMasked(lab: Lab, id: string): Promise<Outcome> {
  const { mutant: name, mask } = readMasked(id);
  const mutant = mutantOf(name);
  const { kills, verdicts } = await untilNamed(lab, { ...mutant, base: mask }, selectionsFor(lab, mutant, false));
  const named = namedKills(kills, mutant.requirements);
  return { problems: mutantProblems(named.length), kills: [...named], named: named.length, counts: {}, verdicts };
}

type Judged = { readonly kills: readonly Kill[]; readonly verdicts: Verdicts };

async function untilNamed(lab: Lab, mutant: Mutant, selections: readonly Selection[]): Promise<Judged> {
  const kills: Kill[] = [];
  const verdicts: Record<string, Verdict> = {};
  for (const selection of selections) {
    const findings = await findingsUnder(lab, mutant, selection);
    kills.push(...killsOf(findings.base, findings.mutant));
    Object.assign(verdicts, verdictsOf(findings.mutant));
    if (namedKills(kills, mutant.requirements).length > 0) break;
  }
  return { kills, verdicts };
}

function names(requirements: readonly string[], broken: readonly string[]): boolean {
  return requirements.some((id) => broken.includes(id));
}

/** What a sound server gets does not change from mutant to mutant. */
function soundRun(lab: Lab, variant: string | undefined, selection: Selection): Promise<LabRun> {
  const key = JSON.stringify([variant, selection]);
  const found = lab.sound.get(key) ?? runReference(lab, baseOf(variant), claimsOf(variant), selection);
  lab.sound.set(key, found);
  return found;
}

type Compared = { readonly base: readonly Finding[]; readonly mutant: readonly Finding[] };

async function findingsUnder(lab: Lab, mutant: Mutant, selection: Selection): Promise<Compared> {
  const claims = claimsOf(mutant.base);
  const base = await soundRun(lab, mutant.base, selection);
  const found = await runReference(lab, { ...baseOf(mutant.base), mutant: mutant.id }, claims, selection);
  return { base: base.findings, mutant: found.findings };
}

function mutantProblems(named: number): readonly string[] {
  return named > 0 ? [] : ['survives: no case that names its requirement tells it from a sound server'];
}

/** A server that conforms to nothing must not come out green, nor take for ever. */
async function judgeDegenerate(lab: Lab, kind: DegenerateKind): Promise<Outcome> {
  const running = await startDegenerate(kind);
  try {
    const { findings, finished } = await runInLab(lab, degenerateDescriptor(kind, running.baseUrl), { slow: false });
    const refusals = findings.filter(({ verdict, plan }) => verdict === 'pass' && expectsRefusal(plan));
    const problems = refusals.map(({ instance, reason }) => `pass ${instance}: ${reason}`);
    if (finished.exitCode === 0) problems.push('the gate is met');
    return { problems, kills: [], named: 0, counts: finished.counts, verdicts: verdictsOf(findings) };
  } finally {
    await running.close();
  }
}

function expectsRefusal(plan: unknown): boolean {
  return JSON.stringify(plan).includes('"expect":"refuse"');
}

function degenerateDescriptor(kind: string, baseUrl: string): ReturnType<typeof describeInLab> {
  const client = { id: 'any', auth: 'client_secret_basic', secret: { env: 'ANY' }, grants: ['client_credentials'] };
  const body = {
    as: { discovery: 'none', endpoints: { token: `${baseUrl}/token` }, clients: [client] },
    rs: { resources: [{ url: `${baseUrl}/resource` }] },
    limits: { timeoutSeconds: 1 },
  };
  return describeInLab(kind, body, { ANY: 'any-secret' });
}
