import type { Bench } from '../bench/bench.ts';
import { isOpenAt } from '../bench/offer.ts';
import { plainGrant } from '../target/descriptor/client.ts';
import type { Finding, FuzzSummary } from '../record/schema.ts';
import { budgetOf, type OverBudget } from './budget.ts';
import { huntInCampaign } from './campaign-hunt.ts';
import type { Campaign } from './campaign-settings.ts';
import { summaryOf, untriedAt } from './campaign-summary.ts';
import { lanesFor, startExploration } from './exploration/exploration.ts';
import { drawnAtRandom, type Ground, listed, type Subjects } from './exploration/phases.ts';
import { createFindingReporter, type FindingReporter } from './findings/confirm-and-report.ts';
import { onceOnly } from './findings/first-use.ts';
import { newsIn } from './known.ts';
import { type FuzzPlace, fuzzPlaces } from './plans/vocabulary.ts';
import { quietBench } from './quiet-bench.ts';

export type CampaignResult = { readonly findings: readonly Finding[]; readonly summary: FuzzSummary };

/**
 * What can be seen once only, every single change, then sequences, then plans at random. What each stage comes upon is
 * shrunk and confirmed before the next begins. Same seed and same target: same findings.
 */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const { bench, emit, seed, budget } = campaign;
  const before = bench.wire.sent();
  const overBudget = budgetOf(bench, budget);
  const places = fuzzPlaces.filter((place) => isOpenAt(bench, place));
  const quiet = await quietBench(bench, places);
  const ground = groundOf(quiet, places, seed);
  const exploration = startExploration(quiet, campaign.width, lanesOf(campaign));
  const reporter = createFindingReporter(campaign);
  const { findings } = reporter;
  const over: OverBudget = () => {
    const plans = total(exploration.counts);
    campaign.onProgress?.({ plans, requests: bench.wire.sent() - before, findings: findings.length });
    return overBudget();
  };
  const known = await reportFirstUses(campaign, reporter, places);
  const reportNews = async (): Promise<void> =>
    reporter.reportSightings(quiet, newsIn(known, exploration.kept.values()));
  const isEnough = (): boolean => budget.stopAtFirst === true && reporter.isSure();
  const stop = async (): Promise<string | undefined> => {
    if (budget.stopAtFirst === true) await reportNews();
    if (places.every((place) => exploration.lost.has(place))) return 'no place is left';
    return isEnough() ? 'something was found' : over();
  };
  const fixed = budget.onlyDrawn === true ? [] : listed({ ...ground, subjects: subjectsOf(campaign) });
  const stoppedEarly = await exploration.go(fixed, stop);
  await reportNews();
  const untried = untriedAt(exploration, 'the rest of the listed plans, sequences, plans at random');
  const isOff = exploration.lost.size > 0 || isEnough();
  const hunted = await huntInCampaign(campaign, { quiet, places, overBudget: over, reported: findings, isOff });
  await reporter.report(hunted.found);
  const stopped = stoppedEarly ?? (await exploration.go(drawnAtRandom(ground, budget.runs), stop));
  await reportNews();
  await reporter.reportSuspects(exploration.suspects);
  const isCut = stopped !== undefined && stopped === overBudget();
  const ending = { before, places, findings: findings.length, stopped, isCut, untried };
  const summary = summaryOf(campaign, exploration, hunted, ending);
  emit(summary);
  return { findings, summary };
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Before anything else goes out; returns what is known then. */
async function reportFirstUses(
  { known, seed, budget }: Campaign,
  reporter: FindingReporter,
  places: readonly FuzzPlace[],
): Promise<readonly Finding[]> {
  if (budget.onlyDrawn !== true) await reporter.reportIfSeen(onceOnly(places, seed, known));
  return [...known, ...reporter.findings];
}

/** A campaign that ends with the first surprise reports it before it sends anything else. */
function lanesOf({ budget, width }: Campaign): number {
  return budget.stopAtFirst === true ? 1 : lanesFor(width);
}

function groundOf({ resources, mint }: Bench, places: readonly FuzzPlace[], seed: number): Ground {
  return { places, seed, writes: resources[0]?.writes ?? [], canMint: mint !== undefined };
}

/** A client that needs a user would take a login for each plan. */
function subjectsOf({ bench }: Campaign): Subjects {
  const { subjects } = bench.offer;
  const clients = bench.loaded.descriptor.as?.clients ?? [];
  const needsNoUser = (id: string): boolean =>
    clients.some((client) => client.id === id && plainGrant(client) !== 'authorization_code');
  return { resource: subjects('resource'), token: subjects('token').filter(needsNoUser) };
}
