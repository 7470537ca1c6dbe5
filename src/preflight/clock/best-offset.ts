import type { Found } from './find-offset.ts';
import { isTakenAt, type Probe, type Station } from './station.ts';

/** Seconds. Windows reach farther back than ahead, so the server's clock lies near the upper end. */
const usualDistance = 30;

/** The offset that is likely to be the server's own: near the upper end of those that it takes, and away from its edges. */
export async function bestOffset(station: Station, probe: Probe, { taken, refusedAbove }: Found): Promise<number> {
  const upper = await edge(station, probe, { within: taken, beyond: refusedAbove });
  const wide = upper - 2 * usualDistance;
  if (wide < taken && (await isTakenAt(station, probe, wide))) return upper - usualDistance;
  const lower = wide < taken ? await edge(station, probe, { within: taken, beyond: wide }) : wide;
  return Math.ceil((Math.max(lower, wide) + upper) / 2);
}

/** The last offset, to the second, that it takes. */
async function edge(
  station: Station,
  probe: Probe,
  { within, beyond }: { readonly within: number; readonly beyond: number },
): Promise<number> {
  let [inside, outside] = [within, beyond];
  while (Math.abs(outside - inside) > 1) {
    const middle = Math.trunc((inside + outside) / 2);
    if (await isTakenAt(station, probe, middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
