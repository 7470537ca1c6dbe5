import { isOpenAt } from '../bench/offer.ts';
import type { Campaign } from './campaign-settings.ts';
import type { Finding, FuzzSummary } from '../record/schema.ts';
import type { Bench } from '../bench/bench.ts';
import type { Place } from '../suite/schema.ts';
import { caseOf } from './findings/as-case.ts';
import { budgetOf, type OverBudget } from './budget.ts';
import { type Exploration, lanesFor, startExploration } from './exploration/exploration.ts';
import { drawnAtRandom, listed, type Subjects } from './exploration/phases.ts';
import { quietBench } from './quiet-bench.ts';
import { huntStateful, type StatefulHunt, type StatefulHunted } from './sequences/stateful.ts';
import { minimal, type Sighting } from './findings/sighting.ts';
import { onceOnly } from './findings/first-use.ts';
import { createTeller, isSteady, type Teller } from './findings/confirm-and-report.ts';
import { type FuzzPlace, fuzzPlaces } from './plans/vocabulary.ts';

export type CampaignResult = { readonly findings: readonly Finding[]; readonly summary: FuzzSummary };

/**
 * What can be seen once only, every single change, then sequences, then plans at random; what each stage comes upon is
 * shrunk and confirmed before the next begins. Same seed and same target: same findings.
 */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const { bench, emit, seed, budget } = campaign;
  const before = bench.wire.sent();
  const overBudget = budgetOf(bench, budget);
  const places = fuzzPlaces.filter((place) => isOpenAt(bench, place));
  const quiet = await quietBench(bench, places);
  const ground = { places, seed, canMint: quiet.mint !== undefined };
  const exploration = startExploration(quiet, campaign.width, lanesOf(campaign));
  const teller = createTeller(campaign);
  const over: OverBudget = () => {
    const plans = total(exploration.counts);
    campaign.onProgress?.({ plans, requests: bench.wire.sent() - before, findings: teller.findings.length });
    return overBudget();
  };
  const told = await tellOnce(campaign, teller, places);
  const tellNews = async (): Promise<void> => teller.tellSightings(quiet, newsIn(told, exploration.kept));
  const isEnough = (): boolean => budget.stopAtFirst === true && teller.isSure();
  const stop = async (): Promise<string | undefined> => {
    if (budget.stopAtFirst === true) await tellNews();
    if (places.every((place) => exploration.lost.has(place))) return 'no place is left';
    return isEnough() ? 'something was found' : over();
  };
  const fixed = budget.onlyDrawn === true ? [] : listed({ ...ground, subjects: subjectsOf(campaign) });
  let stopped = await exploration.go(fixed, stop);
  await tellNews();
  const untried = untriedAt(exploration, 'the rest of the listed plans, sequences, plans at random');
  const noMore = exploration.lost.size > 0 || isEnough();
  const hunted = await hunt(huntOf(campaign, quiet, places, over, teller.findings), noMore);
  await teller.tell(hunted.found);
  stopped ??= await exploration.go(drawnAtRandom(ground, budget.runs), stop);
  await tellNews();
  await teller.tellSuspects(exploration.suspects);
  const ending = { before, places, findings: teller.findings.length, stopped, untried };
  const summary = summaryOf(campaign, exploration, hunted, ending);
  emit(summary);
  return { findings: teller.findings, summary };
}

/** What was still to be tried at a place when it was lost. */
type Untried = ReadonlyMap<FuzzPlace, string>;

function untriedAt({ lost }: Exploration, rest: string): Untried {
  return new Map([...lost.keys()].map((place) => [place, rest]));
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Before anything else goes out; returns what is known then. */
async function tellOnce(
  { known, seed, budget }: Campaign,
  teller: Teller,
  places: readonly FuzzPlace[],
): Promise<readonly Finding[]> {
  if (budget.onlyDrawn !== true) await teller.tellIfSeen(onceOnly(places, seed, known));
  return [...known, ...teller.findings];
}

/** What is told as soon as it is seen is told before anything else is sent. */
function lanesOf({ budget, width }: Campaign): number {
  return budget.stopAtFirst === true ? 1 : lanesFor(width);
}

type Hunted = StatefulHunted & { readonly lost: readonly string[] };

type Ending = {
  /** Requests of the run before it. */
  readonly before: number;
  readonly places: readonly FuzzPlace[];
  readonly findings: number;
  readonly stopped: string | undefined;
  readonly untried: Untried;
};

function summaryOf(
  { bench, seed }: Campaign,
  { counts, lost }: Exploration,
  hunted: Hunted,
  { before, places, findings, stopped, untried }: Ending,
): FuzzSummary {
  return {
    type: 'fuzz',
    target: bench.loaded.descriptor.name,
    seed,
    places: [...places],
    plans: { ...counts },
    sequences: hunted.played,
    requests: bench.wire.sent() - before,
    findings,
    ...endOf(
      [...lost]
        .map(
          ([place, why]) => `${place}: ${why} (not tried: ${untried.get(place) ?? 'the rest of the plans at random'})`,
        )
        .concat(hunted.lost),
      stopped,
    ),
  };
}

function endOf(lost: string[], stopped: string | undefined): Pick<FuzzSummary, 'stopped' | 'lost'> {
  if (lost.length > 0) return { stopped: lost.join('; '), lost };
  return { stopped: stopped ?? 'all plans were tried' };
}

/** What takes several steps needs all the places that there were. */
async function hunt(order: StatefulHunt, noMore: boolean): Promise<Hunted> {
  if (noMore) return { found: [], played: 0, lost: [] };
  const { brokenOff, ...hunted } = await huntStateful(order);
  const isLost = brokenOff !== undefined && !order.bench.signal.aborted;
  return { ...hunted, lost: isLost ? [`the sequences: ${brokenOff} (not tried: the rest of the sequences)`] : [] };
}

function newsIn(known: readonly Finding[], kept: ReadonlyMap<string, Sighting>): readonly Sighting[] {
  return minimal([...kept.values()]).filter(
    (sighting) => !isKnown(known, sighting.place, caseOf(sighting).requirements[0]),
  );
}

/** So many sequences; a request of theirs costs more than one of a single plan, and tells more. */
function huntOf(
  { seed, width, budget: { runs, sequences }, known }: Campaign,
  bench: Bench,
  places: readonly FuzzPlace[],
  overBudget: OverBudget,
  told: readonly Finding[],
): StatefulHunt {
  return {
    bench,
    places: new Set(places),
    seed,
    runs,
    ...(sequences === undefined ? {} : { sequences }),
    width,
    overBudget,
    judged: known,
    isKnown: (place, main) => isKnown([...known, ...told.filter(isSteady)], place, main),
  };
}

/** A client that needs a user would take a login for each plan. */
function subjectsOf({ bench }: Campaign): Subjects {
  const { subjects } = bench.offer;
  const clients = bench.loaded.descriptor.as?.clients ?? [];
  const needsNobody = (id: string): boolean =>
    clients.some((client) => client.id === id && client.grants.includes('client_credentials'));
  return { resource: subjects.resource ?? [], token: (subjects.token ?? []).filter(needsNobody) };
}

/** A case has told it: the same place, and the requirement broken, or a server error where one was told there. */
function isKnown(known: readonly Finding[], at: Place, main: string | undefined): boolean {
  return known.some(
    ({ place, verdict, requirements }) =>
      place === at && (verdict === 'fail' || verdict === 'warn') && requirements.some(({ id }) => id === main),
  );
}
