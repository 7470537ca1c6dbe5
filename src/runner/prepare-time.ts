import { asksForWindow, iatWindow, windowLength } from '../preflight/iat-window.ts';
import type { StepContext } from './case-context.ts';

/** Measures what the exchange needs to know of the server's clock, and waits as long as it asks. */
export async function prepareTime(step: StepContext): Promise<void> {
  const { bench, slots, spec, place, session } = step;
  if (asksForWindow(spec)) await iatWindow(bench, place, session);
  const { after } = spec;
  if (after === undefined) return;
  const seconds = typeof after === 'number' ? after : (await lengthOf(step, after.of)) + after.plus;
  await slots.rest(seconds * 1000, bench.signal);
}

async function lengthOf(step: StepContext, of: 'iat-window' | 'nonce-lifetime'): Promise<number> {
  const { bench, place, session } = step;
  if (of === 'nonce-lifetime') return bench.loaded.descriptor.claims.nonceLifetimeSeconds ?? 0;
  return windowLength(bench, place, session);
}
