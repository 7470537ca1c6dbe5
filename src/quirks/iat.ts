import type { Op } from '../plan/ops.ts';
import type { QuirkValue } from '../record/quirk.ts';
import { claim, nonce, now } from '../suite/define.ts';
import { isAccepted } from './ask.ts';
import { findBoundary } from './boundary.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';

const repetitions = 3;
/** Seconds; a wider window is measured as one day. */
const limit = 86_400;

type Side = 'past' | 'future';

/**
 * RFC 9449 §4.3 check 11, §11.1: how old and how far ahead `iat` may be is the server's choice; with a nonce it may choose
 * otherwise.
 */
export const iatWindows: readonly Measurement[] = (['past', 'future'] as const).flatMap((side) => [
  window(side, false),
  window(side, true),
]);

function window(side: Side, hasNonce: boolean): Measurement {
  return {
    id: `iat-${side}${hasNonce ? '-with-nonce' : ''}`,
    group: 'time',
    title: `${side === 'past' ? 'Oldest' : 'Farthest'} iat that is accepted, ${hasNonce ? 'with' : 'without'} a nonce`,
    how: 'Doubling and bisection to one second; the boundary is then searched twice more.',
    repetitions,
    measure: async (site) => measure(site, side, hasNonce),
  };
}

async function measure(site: QuirkSite, side: Side, hasNonce: boolean): Promise<QuirkValue> {
  const base = hasNonce ? withNonce(site) : withoutNonce(site);
  const sign = side === 'past' ? -1 : 1;
  const accepts = (seconds: number): Promise<boolean> =>
    isAccepted(site, [...base, claim.set('iat', now(sign * seconds))]);
  if (!(await accepts(0))) throw new Unmeasured('a proof dated now is refused');
  return { kind: 'number', unit: 'seconds', ...(await findBoundary({ accepts, limit, repetitions })) };
}

/** No op is needed: each proof gets the newest nonce anyway. */
function withNonce({ bench, place }: QuirkSite): readonly Op[] {
  if ((bench.facts.nonce[place] ?? 'none') === 'none') throw new Unmeasured('the server gives out no nonces');
  return [];
}

function withoutNonce({ bench, place }: QuirkSite): readonly Op[] {
  const policy = bench.facts.nonce[place] ?? 'none';
  if (policy !== 'none' && !bench.facts.nonceOptional.has(place))
    throw new Unmeasured('the server accepts no proof without a nonce');
  return [nonce('none')];
}
