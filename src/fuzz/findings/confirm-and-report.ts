import type { Found } from './found.ts';
import type { Suite } from '../../suite/schema.ts';
import type { Finding } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import { toFinding } from '../../runner/run-target.ts';
import { selectInstances } from '../../runner/select.ts';
import { isBreach, lostMeanwhile } from '../../verdict/judgement.ts';
import { strictestFirst } from '../../verdict/weigh.ts';
import { caseOf } from './as-case.ts';
import type { Campaign } from '../campaign-settings.ts';
import { confirm, type Confirmed } from './confirm.ts';
import { shrinkAll } from './shrink.ts';
import { isExplainedBy, type Sighting } from './sighting.ts';

const fuzzSuite: Omit<Suite, 'cases'> = { id: 'fuzz', title: 'Found by fuzzing', section: 'RFC 9449 §4.3' };

/** Confirms what was found, one after the other, and emits the findings. */
export type Teller = {
  readonly findings: readonly Finding[];
  readonly tell: (found: readonly Found[]) => Promise<void>;
  /** Tells only what is seen: nobody has come upon it yet. */
  readonly tellIfSeen: (plans: readonly Found[]) => Promise<void>;
  /** Shrinks them first; what one that was told already explains is not told. */
  readonly tellSightings: (quiet: Bench, sightings: readonly Sighting[]) => Promise<void>;
  /** Whom a dead target leaves suspect. */
  readonly tellSuspects: (suspects: readonly Sighting[]) => Promise<void>;
  readonly isSure: () => boolean;
};

export function createTeller(campaign: Campaign): Teller {
  const findings: Finding[] = [];
  const done: Sighting[] = [];
  const causes = new Set<string>();
  const tellOne = async (one: Found, confirmThis: Confirm, isTold: Filter = isAnything): Promise<void> => {
    const index = campaign.firstIndex + findings.length;
    const all = [one, ...(isOfAnswer(one) ? (one.others ?? []) : [])];
    const finding = await steadiest(all.map((each) => () => findingOf(campaign, each, index, confirmThis)));
    if (finding === undefined || isBystander(one, finding, causes) || !isTold(finding)) return;
    findings.push(finding);
    campaign.emit(finding);
  };
  const confirmThis: Confirm = (instance) => confirm(campaign.bench, instance);
  const tell: Teller['tell'] = async (found) => {
    for (const one of found) await tellOne(one, confirmThis);
  };
  const isNew = (sighting: Sighting): boolean => !done.some((other) => isExplainedBy(sighting, other));
  return {
    findings,
    tell,
    tellIfSeen: async (plans) => {
      for (const plan of plans) await tellOne(plan, confirmThis, isSteady);
    },
    tellSightings: async (quiet, sightings) => {
      const news = sightings.filter(isNew);
      const small = (await shrinkAll(quiet, news)).filter(isNew);
      done.push(...news, ...small);
      await tell(small.map(foundOf));
    },
    tellSuspects: async (suspects) => {
      const left = unanswered(suspects);
      for (const suspect of suspects) await tellOne(foundOf(suspect), () => Promise.resolve(left));
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

/** Not tried again: there is nobody to answer. */
function unanswered(suspects: readonly Sighting[]): Confirmed {
  const others = Math.max(0, suspects.length - 1);
  return { result: { ...lostMeanwhile(others), exchanges: [], basis: { by: 'loss', others } }, seen: 0, of: 0 };
}

/** Silence strikes whatever is under way: where it has a cause, those that show none alone were only beside it. */
function isBystander({ surprise }: Found, { fuzz, place, verdict }: Finding, causes: Set<string>): boolean {
  if (verdict === 'blocked' || (surprise !== 'silent' && surprise !== 'slow')) return false;
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
  const path = found.path === undefined ? {} : { path: found.path };
  return { ...finding, fuzz: { ...found.origin, ...path, seen, of } };
}
