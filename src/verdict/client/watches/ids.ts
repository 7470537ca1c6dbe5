import type { Arrival } from '../arrival.ts';
import type { Fault, Faults } from './fault.ts';

/**
 * No jti comes twice, whatever the endpoint. A request that a lower layer sends again, after a redirect or a connection that was
 * cut, is the matter of cases of its own.
 */
export function idFaults(arrivals: readonly Arrival[]): Faults {
  const first = new Map<string, Arrival>();
  const faults: Fault[] = [];
  for (const arrival of arrivals) {
    const jti = arrival.proof?.payload['jti'];
    if (typeof jti !== 'string') continue;
    const other = first.get(jti);
    if (other === undefined) first.set(jti, arrival);
    else if (!isPassedOn(other)) faults.push({ arrival, other, got: 'a jti that another request had before' });
  }
  return { faults, seen: arrivals.length, expected: 'a jti of its own in each proof' };
}

function isPassedOn({ status, wasCut }: Arrival): boolean {
  return wasCut || (status >= 300 && status < 400);
}

/** Too few show nothing. */
const fewest = 20;

/**
 * How much chance is in the ids, counted from the places at which they differ. Random UUIDs have 122 bits, those of version 7 at
 * least 74; RFC 9449 §4.2 names 96 bits as one way to be unique, so only far fewer are a fault.
 */
export function randomness(bits: number, arrivals: readonly Arrival[]): Faults {
  const expected = `a jti that is drawn from at least 2^${bits}`;
  const ids = [
    ...new Set(
      arrivals.flatMap(({ proof }) => (typeof proof?.payload['jti'] === 'string' ? [proof.payload['jti']] : [])),
    ),
  ];
  const last = arrivals.at(-1);
  if (ids.length < fewest || last === undefined) return { faults: [], seen: 0, expected };
  const found = Math.round(chanceIn(ids));
  const faults = found < bits ? [{ arrival: last, got: `about ${found} bits` }] : [];
  return { faults, seen: ids.length, expected };
}

function chanceIn(ids: readonly string[]): number {
  const length = Math.min(...ids.map((id) => id.length), 256);
  const alphabet = alphabetOf(ids.join(''));
  let bits = 0;
  for (let at = 0; at < length; at += 1) {
    const distinct = new Set(ids.map((id) => id[at])).size;
    // With few samples not all of an alphabet is seen: a place with many values is taken to have them all.
    if (distinct > 1) bits += Math.log2(distinct >= Math.min(8, alphabet / 2) ? alphabet : distinct);
  }
  return bits;
}

function alphabetOf(text: string): number {
  if (/^[0-9-]*$/.test(text)) return 10;
  if (/^[0-9a-f-]*$/i.test(text)) return 16;
  return /^[0-9a-z-]*$/.test(text) ? 36 : 64;
}
