import { defined } from '../../defined.ts';
import type { Found } from './found.ts';
import type { Suite } from '../../suite/schema.ts';
import type { Finding } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import { toFinding } from '../../runner/to-finding.ts';
import { selectInstances } from '../../runner/select.ts';
import { isBreach, lostMeanwhile } from '../../verdict/judgement.ts';
import { strictestFirst } from '../../verdict/weigh.ts';
import { caseOf } from './as-case.ts';
import type { Campaign } from '../campaign-settings.ts';
import { isSaid } from '../known.ts';
import { confirm, type Confirmed } from './confirm.ts';
import { shrinkAll } from './shrink.ts';
import { type Sighting, traitsOf } from './sighting.ts';
import { explains } from './traits.ts';

const fuzzSuite: Omit<Suite, 'cases'> = { id: 'fuzz', title: 'Found by fuzzing', section: 'RFC 9449 §4.3' };

/** Confirms what was found, one after the other, and emits the findings. */
export type FindingReporter = {
  readonly findings: readonly Finding[];
  readonly report: (found: readonly Found[]) => Promise<void>;
  /** Emits only what is seen each time: these plans have not been sent before. */
  readonly reportIfSeen: (plans: readonly Found[]) => Promise<void>;
  /** Shrinks them first; leaves out what a sighting that was reported already explains. */
  readonly reportSightings: (quiet: Bench, sightings: readonly Sighting[]) => Promise<void>;
  /** What was under way when the target stopped answering for good. */
  readonly reportSuspects: (suspects: readonly Sighting[]) => Promise<void>;
  readonly isSure: () => boolean;
};

export function createFindingReporter(campaign: Campaign): FindingReporter {
  const findings: Finding[] = [];
  const done: Sighting[] = [];
  const causes = new Set<string>();
  const reportOne = async (one: Found, confirmThis: Confirm, isWanted: Filter = isAnything): Promise<void> => {
    const index = campaign.firstIndex + findings.length;
    const all = [one, ...(isOfAnswer(one) ? (one.others ?? []) : [])];
    const finding = await steadiest(all.map((each) => () => findingOf(campaign, each, index, confirmThis)));
    if (finding === undefined || isBystander(one, finding, causes) || !isWanted(finding)) return;
    findings.push(finding);
    campaign.emit(finding);
  };
  const confirmThis: Confirm = (instance) => confirm(campaign.bench, instance);
  const report: FindingReporter['report'] = async (found) => {
    for (const one of found) await reportOne(one, confirmThis);
  };
  const isNew = (sighting: Sighting): boolean => !done.some((other) => explains(traitsOf(other), traitsOf(sighting)));
  return {
    findings,
    report,
    reportIfSeen: async (plans) => {
      for (const plan of plans) await reportOne(plan, confirmThis, isSteady);
    },
    reportSightings: async (quiet, sightings) => {
      const news = sightings.filter(isNew);
      const small = (await shrinkAll(quiet, news)).filter(isNew);
      done.push(...news, ...small);
      // The smallest plan may be that of a case.
      await report(small.filter((sighting) => !isSaid(campaign.known, sighting)).map(foundOf));
    },
    reportSuspects: async (suspects) => {
      const left = unanswered(suspects);
      for (const suspect of suspects) await reportOne(foundOf(suspect), () => Promise.resolve(left));
    },
    isSure: () => findings.some(isSteady),
  };
}

function foundOf({ others = [], ...sighting }: Sighting): Found {
  return { ...sighting, case: caseOf(sighting), others: others.map(foundOf) };
}

/** Seen again each time that it was tried. */
export function isSteady({ verdict, fuzz }: Finding): boolean {
  return isBreach(verdict) && fuzz !== undefined && fuzz.of > 0 && fuzz.seen === fuzz.of;
}

function isAnything(): boolean {
  return true;
}

type Filter = (finding: Finding) => boolean;
type Confirm = (instance: CaseInstance) => Promise<Confirmed>;

/** Not tried again: no server is left to answer. */
function unanswered(suspects: readonly Sighting[]): Confirmed {
  const others = Math.max(0, suspects.length - 1);
  return { result: { ...lostMeanwhile(others), exchanges: [], basis: { by: 'loss', others } }, seen: 0, of: 0 };
}

/** Silence strikes all requests that are under way. Where one of them is its cause, those that show none alone were bystanders. */
function isBystander({ surprise }: Found, { fuzz, place, verdict }: Finding, causes: Set<string>): boolean {
  if (verdict === 'blocked' || (surprise !== 'silent' && surprise !== 'slow')) return false;
  // What was slow once, among other requests, was slowed down by these, or by this machine.
  if (surprise === 'slow' && verdict === 'note') return true;
  if ((fuzz?.seen ?? 0) > 0) causes.add(place);
  return fuzz?.seen === 0 && causes.has(place);
}

/** The first that is seen each time; if none is, the first. */
export async function steadiest(tries: readonly (() => Promise<Finding | undefined>)[]): Promise<Finding | undefined> {
  let first: Finding | undefined;
  for (const attempt of tries) {
    const finding = await attempt();
    if (finding !== undefined && isSteady(finding)) return finding;
    first ??= finding;
    if (first === undefined) return undefined;
  }
  return first;
}

/** Silence has its causes elsewhere: then no other plan is any better. */
function isOfAnswer({ surprise }: Found): boolean {
  return surprise === 'accepted' || surprise === 'refused';
}

async function findingOf(
  campaign: Campaign,
  found: Found,
  index: number,
  confirmThis: Confirm,
): Promise<Finding | undefined> {
  const suite: Suite = { ...fuzzSuite, cases: [found.case] };
  const instances = selectInstances([suite], campaign, campaign.bench.offer, { slow: false });
  const selected = instances.find(({ subject }) => subject === found.subject);
  if (selected?.kind !== 'case') return undefined;
  const requirements = strictestFirst(selected.case, selected.requirements);
  // What the text leaves open is an observation, and no finding.
  if (requirements[0]?.severity === 'info') return undefined;
  const instance: CaseInstance = { ...selected, index, requirements };
  const startedAt = performance.now();
  const { result, seen, of } = await confirmThis(instance);
  const finding = toFinding(campaign.bench, instance, result, performance.now() - startedAt);
  return { ...finding, fuzz: { ...found.origin, ...defined({ path: found.path }), seen, of } };
}
