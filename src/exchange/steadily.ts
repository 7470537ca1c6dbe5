import type { Bench } from '../bench/bench.ts';
import type { Place } from '../suite/schema.ts';
import type { Sent } from './sent.ts';
import { againLate, noteWavering } from './wavering.ts';

/** How often a lawful request that was not accepted is sent again, and how often where some were accepted so. */
const again = { usual: 2, wavering: 5 };
/** After so many in a row at a place that came to nothing, none is sent again there until one is accepted at once. */
const mostInVain = { usual: 12, wavering: 60 };

/** Sends it; again over a new connection, since an earlier request may have spoilt a kept one. */
type Attempt = (again: { readonly fresh?: true }) => Promise<Sent>;

/**
 * Sends what should be accepted, and again where it is refused or crashes: one node of several may be the cause. Every answer
 * is recorded, and counts for how steadily the place answers.
 */
export async function steadily(bench: Bench, place: Place, attempt: Attempt): Promise<Sent> {
  const { wavering, sentInVain } = bench.facts;
  const first = await attempt({});
  let sent = first;
  const kind = wavering.has(place) ? 'wavering' : 'usual';
  for (let left = again[kind]; left > 0 && isDoubtful(sent); left -= 1) {
    const inVain = sentInVain.get(place) ?? 0;
    if (inVain >= mostInVain[kind]) return sent;
    sentInVain.set(place, inVain + 1);
    sent = await againLate(bench, place, sent, () => attempt({ fresh: true }));
    if (sent.outcome.class === 'accepted') noteWavering(bench, place, first);
  }
  if (sent.outcome.class === 'accepted') sentInVain.delete(place);
  return sent;
}

/** The same for what may lawfully be refused. Where the place does not waver, `least` more refusals bear out the first. */
export async function borneOut(
  { bench, place, least }: { readonly bench: Bench; readonly place: Place; readonly least: number },
  attempt: Attempt,
): Promise<Sent> {
  const times = bench.facts.wavering.has(place) ? again.wavering : least;
  const first = await attempt({});
  let sent = first;
  for (let left = times; left > 0 && isDoubtful(sent); left -= 1) {
    sent = await attempt({ fresh: true });
    if (sent.outcome.class === 'accepted') noteWavering(bench, place, first);
  }
  return sent;
}

/** Another node may answer otherwise. Demands for a nonce, limits and silence have rules of their own. */
export function isDoubtful({ outcome }: Sent): boolean {
  return outcome.class === 'refused' || outcome.class === 'crashed';
}
