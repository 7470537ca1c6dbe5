import type { Arrival } from '../arrival.ts';

/**
 * Requests with a proof that the client made for them. Where a layer below follows a redirect by itself, the proof of the first
 * request goes along to a URI that it is not for: cases of their own judge that.
 */
export function ownProofs(arrivals: readonly Arrival[]): readonly Arrival[] {
  const redirected = new Set<string>();
  return arrivals.filter(({ dpop, status }) => {
    const text = dpop.join(', ');
    const isPassedOn = redirected.has(text);
    if (status >= 300 && status < 400) redirected.add(text);
    return dpop.length > 0 && !isPassedOn;
  });
}
