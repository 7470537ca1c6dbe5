import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import type { Finding } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import type { OverBudget } from './budget.ts';
import type { Campaign } from './campaign-settings.ts';
import { isSteady } from './findings/confirm-and-report.ts';
import { huntStateful, type StatefulHunted } from './hunts/stateful.ts';
import { isKnown } from './known.ts';

/** What a campaign gives to its hunts. */
export type HuntOrder = {
  readonly quiet: Bench;
  readonly places: readonly Place[];
  readonly overBudget: OverBudget;
  /** By this campaign. */
  readonly reported: readonly Finding[];
  /** A place was lost, or enough was found: a hunt needs all the places that there were. */
  readonly isOff: boolean;
};

/** What takes several requests, as one part of a campaign. `lost`: why it broke off. */
export type CampaignHunted = Pick<StatefulHunted, 'found' | 'played'> & { readonly lost: readonly string[] };

/** Hunts at all places for what takes several requests; leaves out what is known. */
export async function huntInCampaign(
  { seed, width, budget: { runs, sequences }, known }: Campaign,
  { quiet, places, overBudget, reported, isOff }: HuntOrder,
): Promise<CampaignHunted> {
  if (isOff) return { found: [], played: 0, lost: [] };
  const { found, played, brokenOff } = await huntStateful({
    bench: quiet,
    places: new Set(places),
    seed,
    runs,
    ...defined({ sequences }),
    width,
    overBudget,
    judged: known,
    isKnown: (place, main) => isKnown([...known, ...reported.filter(isSteady)], place, main),
  });
  const isLost = brokenOff !== undefined && !quiet.signal.aborted;
  return { found, played, lost: isLost ? [`the sequences: ${brokenOff} (not tried: the rest of the sequences)`] : [] };
}
