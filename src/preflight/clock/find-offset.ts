import { bodyOf, type Sent } from '../../exchange/sent.ts';
import { challengeOf } from '../../verdict/answer.ts';
import { isTakenAt, type Probe, sendAt, type Station } from './station.ts';

/** An offset that the server takes, and the next one above that it does not. */
export type Found = { readonly taken: number; readonly refusedAbove: number };

const hour = 3600;
/** Seconds. Farther off than a clock that has lost its battery. */
const farthest = 40 * 365 * 24 * hour;

/**
 * Looks for a clock that the server takes, where ours is not the one. Where the server words the refusal of
 * old proofs otherwise than that of proofs dated ahead, bisection finds any clock. Elsewhere the likely offsets are tried:
 * some minutes to each side, and whole hours, which is what a wrong time zone makes. At most some eighty requests.
 *
 * @returns `undefined` where none was found, or where the refusal has another reason than the time
 */
export async function findOffset(station: Station, probe: Probe, refused: Sent): Promise<Found | undefined> {
  const plain = wording(refused);
  const old = wording(await sendAt(station, probe, -farthest));
  const ahead = wording(await sendAt(station, probe, farthest));
  if (plain !== old && plain !== ahead) return undefined;
  return old === ahead ? tryLikely(station, probe) : bisect(station, probe, { old, ahead });
}

const mostSteps = 40;

async function bisect(
  station: Station,
  probe: Probe,
  { old, ahead }: { readonly old: string; readonly ahead: string },
): Promise<Found | undefined> {
  let [tooOld, tooFarAhead] = [-farthest, farthest];
  for (let step = 0; step < mostSteps && tooFarAhead - tooOld > 1; step += 1) {
    const middle = Math.floor((tooOld + tooFarAhead) / 2);
    const sent = await sendAt(station, probe, middle);
    if (probe.isTaken(sent)) return { taken: middle, refusedAbove: tooFarAhead };
    const said = wording(sent);
    if (said === old) tooOld = middle;
    else if (said === ahead) tooFarAhead = middle;
    else return undefined;
  }
  return undefined;
}

async function tryLikely(station: Station, probe: Probe): Promise<Found | undefined> {
  const refused = [0];
  for (const offset of likelyOffsets) {
    const sent = await sendAt(station, probe, offset);
    if (probe.isTaken(sent)) {
      // No clock explains a server which takes what is dated to either side of now, and not now.
      if (await isTakenAt(station, probe, -offset)) return undefined;
      const above = refused.filter((other) => other > offset);
      return { taken: offset, refusedAbove: Math.min(offset + 2 * hour, ...above) };
    }
    if (sent.outcome.class !== 'refused') return undefined;
    refused.push(offset);
  }
  return undefined;
}

/** The narrowest windows in use are ten seconds to each side. */
const likelyOffsets: readonly number[] = [
  2,
  5,
  ...Array.from({ length: 12 }, (_, index) => (index + 1) * 10),
  ...Array.from({ length: 9 }, (_, index) => 140 + index * 20),
  ...Array.from({ length: 14 }, (_, index) => (index + 1) * hour),
].flatMap((seconds) => [seconds, -seconds]);

/** The words of a refusal without what differs from one to the next: times, and ids of requests. */
function wording(sent: Sent): string {
  const { outcome, exchange } = sent;
  const inBody = bodyOf(sent)?.['error_description'];
  const inChallenge =
    exchange.response === undefined
      ? undefined
      : challengeOf(exchange.response, 'DPoP')?.params.get('error_description');
  const words = typeof inBody === 'string' ? inBody : (inChallenge ?? exchange.response?.body.slice(0, 500) ?? '');
  return `${outcome.text}: ${words.replace(/\S*\d\S*/g, '#')}`;
}
