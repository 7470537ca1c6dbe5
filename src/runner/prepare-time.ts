import type { ExchangeSpec, Place } from '../suite/schema.ts';
import type { Bench } from '../bench/bench.ts';
import { asksForWindow, iatWindow, windowLength } from '../preflight/iat-window.ts';
import type { Session } from '../bench/session.ts';
import type { Slots } from './slots.ts';

type Deck = { readonly bench: Bench; readonly slots: Slots };

/** Measures what the exchange needs to know of the server's clock, and waits as long as it asks. */
export async function prepareTime(deck: Deck, spec: ExchangeSpec, place: Place, session: Session): Promise<void> {
  const { bench, slots } = deck;
  if (asksForWindow(spec)) await iatWindow(bench, place, session);
  const { after } = spec;
  if (after === undefined) return;
  const seconds = typeof after === 'number' ? after : (await lengthOf(bench, after.of, place, session)) + after.plus;
  await slots.rest(seconds * 1000, bench.signal);
}

async function lengthOf(
  bench: Bench,
  of: 'iat-window' | 'nonce-lifetime',
  place: Place,
  session: Session,
): Promise<number> {
  if (of === 'nonce-lifetime') return bench.loaded.descriptor.claims.nonceLifetimeSeconds ?? 0;
  return windowLength(bench, place, session);
}
