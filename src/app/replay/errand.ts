import { dirname, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { defined } from '../../defined.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import type { RunOptions } from '../../runner/run.ts';
import type { Policy } from '../../runner/select.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import { Case, type Suite, Watch } from '../../suite/schema.ts';
import { type AfterClient, retryClients } from '../after-cases/client-campaign.ts';
import type { AfterCases } from '../after-cases/in-order.ts';
import { retryOnly, type SeededGrading } from '../after-cases/retry.ts';
import { findDescriptor, lookForDescriptor } from './find-descriptor.ts';
import { type RecordedDescriptor, standsIn } from './recorded-descriptor.ts';
import { type Replayed, suiteOfFinding } from './replayed.ts';

/** A descriptor as a file, or as a record holds it; `other` is then the file that has taken its place. */
export type Described = { readonly file: string } | { readonly recorded: RecordedDescriptor; readonly other?: string };

/** The descriptors of a replay, and the cases for each of them. */
export type Errand = {
  readonly descriptors: readonly Described[];
  readonly suites: readonly Suite[];
  readonly afterCases?: AfterCases;
  readonly afterClient?: AfterClient;
  /** Which instances of the cases are meant. By default all. */
  readonly only?: NonNullable<RunOptions['only']>;
};

/** Where to look for descriptors, and the one that replaces those of the record. */
export type Where = {
  readonly cwd: string;
  readonly recordFile: string;
  readonly target: string | undefined;
};

type OfKind<Kind extends Replayed['kind']> = Extract<Replayed, { readonly kind: Kind }>;

export function errandOf(replayed: Exclude<Replayed, OfKind<'several'>>, where: Where, policy: Policy): Errand {
  switch (replayed.kind) {
    case 'case':
      return ofCase(replayed, where);
    case 'findings':
      return ofFindings(replayed, where, policy);
    case 'saved':
      return ofSaved(replayed, where, policy);
    default:
      return replayed satisfies never;
  }
}

function ofCase({ record, finding }: OfKind<'case'>, where: Where): Errand {
  return { descriptors: [descriptorOf(record, finding.target, where)], suites: [suiteOfCase(record, finding)] };
}

/** The descriptor of a recorded target, or the one that replaces it. The record holds it too, for when the file is not there any more. */
export function descriptorOf({ started }: RunRecord, name: string, { cwd, recordFile, target }: Where): Described {
  if (target !== undefined) return { file: target };
  const recorded = started.targets.find((one) => one.name === name);
  const sought = { cwd, recordFile, descriptor: recorded?.descriptor ?? '', digest: recorded?.digest };
  if (recorded === undefined || !standsIn(recorded)) return { file: findDescriptor(sought) };
  const { same, other } = lookForDescriptor(sought);
  if (same !== undefined) return { file: same };
  const directory = dirname(other === undefined ? recordFile : resolve(cwd, other));
  return { recorded: { target: recorded, directory }, ...defined({ other }) };
}

/** A suite with only that case. For a watch: a suite with the cases whose answers were its evidence. */
export function suiteOfCase(record: RunRecord, finding: Finding): Suite {
  if (finding.role === 'client') return suiteOfClient(record, finding);
  if (Case.safeParse(finding.plan).success) return suiteOfFinding(finding);
  const watch = Watch.parse(finding.plan);
  const instances = new Set(finding.exchanges.map((id) => record.exchanges.heads.get(id)?.instance));
  const plans = record.findings
    .filter(({ instance, target }) => target === finding.target && instances.has(instance))
    .map(({ plan }) => Case.safeParse(plan));
  const cases = plans.flatMap((plan) => (plan.success ? [plan.data] : []));
  return {
    id: finding.suite,
    title: finding.suiteTitle,
    section: finding.section,
    cases: [...new Map(cases.map((item) => [item.id, item])).values()],
    watches: [{ ...watch, at: watch.at.filter((place) => place === finding.place) }],
  };
}

/** For a watch: with the cases whose requests it looked at. */
function suiteOfClient({ findings, exchanges }: RunRecord, finding: Finding): Suite {
  const base = { id: finding.suite, title: finding.suiteTitle, section: finding.section, cases: [] };
  const item = ClientCase.safeParse(finding.plan);
  if (item.success) return { ...base, clientCases: [item.data] };
  const watch = ClientWatch.parse(finding.plan);
  const shown = new Set(finding.exchanges.map((id) => exchanges.heads.get(id)?.instance));
  const own = findings.filter(({ target, role }) => target === finding.target && role === 'client');
  const cases = own.flatMap(({ plan }) => ClientCase.safeParse(plan).data ?? []);
  const some = cases.filter((one) => shown.has(`${one.id}@${one.place}`));
  // What shows in the plain task may show in any of them.
  return { ...base, clientCases: some.length > 0 ? some : cases.slice(0, 5), clientWatches: [watch] };
}

function ofFindings({ record, findings }: OfKind<'findings'>, where: Where, policy: Policy): Errand {
  if (where.target !== undefined) return toOne(where.target, findings.map(suiteOfFinding), policy);
  const wanted = record.started.targets.filter(({ name }) => findings.some(({ target }) => target === name));
  const grading = { catalogue: loadCatalogue(), policy, seed: record.started.seed };
  return {
    descriptors: wanted.map(({ name }) => descriptorOf(record, name, where)),
    suites: [],
    ...retried(grading, (name) => findings.filter(({ target }) => target === name).map(suiteOfFinding)),
  };
}

function ofSaved({ suites }: OfKind<'saved'>, { target }: Where, policy: Policy): Errand {
  if (target !== undefined) return toOne(target, suites, policy);
  throw new HarnessError('ERR_USAGE', 'a saved case belongs to no target: name a descriptor with --target');
}

/** Sends a case once, even when it was found at two targets. */
function toOne(descriptor: string, suites: readonly Suite[], policy: Policy): Errand {
  const once = [...new Map(suites.map((suite) => [JSON.stringify([suite.cases, suite.clientCases]), suite])).values()];
  const grading = { catalogue: loadCatalogue(), policy, seed: 0 };
  return { descriptors: [{ file: descriptor }], suites: [], ...retried(grading, () => once) };
}

/** Findings of fuzzing, each tried some times: those at servers, and those at clients. */
export function retried(
  grading: SeededGrading,
  suites: (target: string) => readonly Suite[],
): Required<Pick<Errand, 'afterCases' | 'afterClient'>> {
  return { afterCases: retryOnly(grading, suites), afterClient: retryClients(grading, suites) };
}
