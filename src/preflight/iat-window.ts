import type { IatWindow } from '../bench/facts.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ExchangeSpec, Place } from '../suite/schema.ts';
import type { Bench } from '../bench/bench.ts';
import { planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import { borneOut } from '../exchange/steadily.ts';
import type { Session } from '../bench/session.ts';

/** Seconds, to each side; a wider window counts as this one. */
const longest = 600;
/**
 * Seconds; no exchange waits for a window that is longer.
 * Far from the sums of usual windows (120, 360, 600): a measurement is a second off at times, and must not decide.
 */
const longestWait = 450;

/** Whether an exchange has a value at the edge of the window, so that the window has to be known. */
export function asksForWindow({ delta, with: adjustments = [] }: Pick<ExchangeSpec, 'delta' | 'with'>): boolean {
  return JSON.stringify([delta, adjustments]).includes('"$":"edge"');
}

/** How old and how far ahead an `iat` may be at a place; found by bisection when first asked for. */
export async function iatWindow(bench: Bench, place: Place, session: Session): Promise<IatWindow> {
  const window = bench.facts.iatWindows.get(place) ?? measure(bench, place, session);
  bench.facts.iatWindows.set(place, window);
  const found = await window;
  bench.facts.iatEdges.set(place, found);
  return found;
}

/**
 * How many seconds a proof dated at the far end of the window stays good.
 * @throws Inapplicable where that is too long to wait
 */
export async function windowLength(bench: Bench, place: Place, session: Session): Promise<number> {
  const { past, future } = await iatWindow(bench, place, session);
  if (past + future > longestWait) throw new Inapplicable('its window for iat is too wide to be waited for to its end');
  return past + future;
}

async function measure(bench: Bench, place: Place, session: Session): Promise<IatWindow> {
  const accepts = (seconds: number): Promise<boolean> => isAccepted(bench, place, session, seconds);
  const past = await farthest((seconds) => accepts(-seconds));
  return { past, future: await farthest(accepts) };
}

async function farthest(accepts: (seconds: number) => Promise<boolean>): Promise<number> {
  if (await accepts(longest)) return longest;
  let within = 0;
  let beyond = longest;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (await accepts(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}

async function isAccepted(bench: Bench, place: Place, session: Session, seconds: number): Promise<boolean> {
  const ops = [{ op: 'claim-set', name: 'iat', value: { $: 'now', plus: seconds } }] as const;
  const plan = planFor({ bench, place, session }, { instance: `iat-window@${place}`, ops });
  const { outcome } = await borneOut({ bench, place, least: 0 }, (again) => send({ ...plan, ...again }));
  return outcome.class === 'accepted';
}
