import { HarnessError } from '../errors.ts';
import type { Finding, FuzzSummary, RecordEvent } from '../record/schema.ts';
import type { Bench } from '../runner/bench.ts';
import type { Offer, Policy, Resolve } from '../runner/select.ts';
import { baseId } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { caseOf } from './as-case.ts';
import { type Budget, budgetOf, type OverBudget } from './budget.ts';
import { startExploration } from './exploration.ts';
import { drawnAtRandom, listed } from './phases.ts';
import { huntStateful, type StatefulHunt, type StatefulHunted } from './stateful.ts';
import { minimal, type Sighting } from './sighting.ts';
import { createTeller, isSteady } from './tell.ts';
import { type FuzzPlace, fuzzPlaces } from './vocabulary.ts';

export type Campaign = {
  readonly bench: Bench;
  readonly offer: Offer;
  readonly resolve: Resolve;
  readonly policy: Policy;
  readonly seed: number;
  readonly budget: Budget;
  /** Requests at once. */
  readonly width: number;
  /** What is told already is not told again. */
  readonly known: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly firstIndex: number;
  readonly emit: (event: RecordEvent) => void;
};

export type CampaignResult = { readonly findings: readonly Finding[]; readonly summary: FuzzSummary };

/**
 * Every single change, then sequences, then plans at random; what each stage comes upon is shrunk and confirmed before
 * the next begins. Same seed and same target: same findings.
 */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const { bench, offer, emit, seed, budget } = campaign;
  const before = bench.wire.sent();
  const over = budgetOf(bench, budget);
  const places = fuzzPlaces.filter((place) => isOpenFor(campaign, place));
  const quiet: Bench = { ...bench, quiet: true };
  const exploration = startExploration(quiet, campaign.width);
  const teller = createTeller(campaign);
  const tellNews = async (): Promise<void> => teller.tellSightings(quiet, newsIn(campaign, exploration.kept));
  const isEnough = (): boolean => budget.stopAtFirst === true && teller.isSure();
  const stop = async (): Promise<string | undefined> => {
    if (budget.stopAtFirst === true) await tellNews();
    return isEnough() ? 'something was found' : over();
  };
  let stopped = await exploration.go(
    budget.onlyDrawn === true ? [] : listed(places, seed, offer.subjects.resource),
    stop,
  );
  await tellNews();
  const noMore = exploration.lost.size > 0 || isEnough();
  const hunted = await hunt(huntOf(campaign, quiet, places, over, teller.findings), noMore);
  await teller.tell(hunted.found);
  stopped ??= await exploration.go(drawnAtRandom(places, seed, budget.runs), stop);
  await tellNews();
  await teller.tellSuspects(exploration.suspects);
  const summary: FuzzSummary = {
    type: 'fuzz',
    target: bench.loaded.descriptor.name,
    seed,
    places: [...places],
    plans: { ...exploration.counts },
    sequences: hunted.played,
    requests: bench.wire.sent() - before,
    findings: teller.findings.length,
    ...endOf([...exploration.lost].map(([place, why]) => `${place}: ${why}`).concat(hunted.lost), stopped),
  };
  emit(summary);
  return { findings: teller.findings, summary };
}

function endOf(lost: string[], stopped: string | undefined): Pick<FuzzSummary, 'stopped' | 'lost'> {
  if (lost.length > 0) return { stopped: lost.join('; '), lost };
  return { stopped: stopped ?? 'all plans were tried' };
}

/** What takes several steps needs all the places that there were; whom it loses does not take what was found with it. */
async function hunt(
  order: StatefulHunt,
  noMore: boolean,
): Promise<StatefulHunted & { readonly lost: readonly string[] }> {
  const nothing = { found: [], played: 0 };
  if (noMore) return { ...nothing, lost: [] };
  try {
    return { ...(await huntStateful(order)), lost: [] };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { ...nothing, lost: order.bench.signal.aborted ? [] : [`the sequences: ${error.message}`] };
  }
}

function newsIn({ known }: Campaign, kept: ReadonlyMap<string, Sighting>): readonly Sighting[] {
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

function isOpenFor({ bench: { facts }, offer }: Campaign, place: FuzzPlace): boolean {
  if (!offer.places.has(place) || facts.blocked.has(place) || facts.absent.has(place)) return false;
  return place !== 'par' || !facts.blocked.has('token');
}

/** A case has told it: the same place, and the requirement broken, or a server error where one was told there. */
function isKnown(known: readonly Finding[], at: Place, main: string | undefined): boolean {
  return known.some(
    ({ place, verdict, requirements }) =>
      place === at && (verdict === 'fail' || verdict === 'warn') && requirements.some(({ id }) => baseId(id) === main),
  );
}
