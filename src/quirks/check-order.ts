import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkValue, QuirkValueOf } from '../record/quirk.ts';
import { ask, pooled } from './ask.ts';
import { type Fault, proofFaults } from './faults.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';
import { likeness, refusalOf } from './refusal.ts';

/** A fault, and the refusal that a proof with this fault alone gets each time. */
type Refused = { readonly fault: Fault; readonly refusal: string };
type Pair = QuirkValueOf<'order'>['pairs'][number];

/** RFC 9449 §4.3: the checks may be made in any order. The first one shows where the refusals of two faults differ. */
export const checkOrder: Measurement = {
  id: 'check-order',
  group: 'refusals',
  title: 'Which of two faults is named',
  how: 'Each fault alone, twice; then each pair of those whose answers differ, in one proof.',
  repetitions: 1,
  measure: async (site) => measure(site),
};

async function measure(site: QuirkSite): Promise<QuirkValue> {
  const known = proofFaults.filter(({ at }) => at?.includes(site.place) ?? true);
  const refused = (await pooled(site, known, async (fault) => refusedAlone(site, fault))).flat();
  if (new Set(refused.map(({ refusal }) => refusal)).size < 2) throw new Unmeasured('all faults are refused alike');
  const distinct = refused.flatMap((first, index) =>
    refused.slice(index + 1).flatMap((second) => (first.refusal === second.refusal ? [] : [[first, second] as const])),
  );
  const pairs = (await pooled(site, distinct, async ([first, second]) => pairOf(site, first, second))).flat();
  const names = refused.map(({ fault }) => fault.name).filter((name) => pairs.some((pair) => has(pair, name)));
  if (names.length === 0) throw new Unmeasured('two faults in one proof are refused as neither of them');
  const alike = known.map(({ name }) => name).filter((name) => !names.includes(name));
  return { kind: 'order', ranks: ranked(names, pairs), pairs, alike };
}

/** Empty where a proof with this fault is accepted, or where its refusal varies. */
async function refusedAlone(site: QuirkSite, fault: Fault): Promise<readonly Refused[]> {
  const sent = await sendTwice(site, fault.ops);
  const [first, second] = sent.map((one) => likeness(refusalOf(one)));
  const isRefused = sent.every(({ outcome }) => outcome.class === 'refused' || outcome.class === 'challenged');
  return isRefused && first !== undefined && first === second ? [{ fault, refusal: first }] : [];
}

async function sendTwice(site: QuirkSite, ops: Fault['ops']) {
  try {
    return [await ask(site, ops), await ask(site, ops)];
  } catch (error) {
    if (error instanceof Inapplicable) return [];
    throw error;
  }
}

/** Sends both faults in one proof. Empty where the refusal is that of neither. */
async function pairOf(site: QuirkSite, first: Refused, second: Refused): Promise<readonly Pair[]> {
  const refusal = likeness(refusalOf(await ask(site, [...first.fault.ops, ...second.fault.ops])));
  const [one, other] = [first.fault.name, second.fault.name];
  if (refusal === first.refusal) return [{ named: one, unnamed: other }];
  return refusal === second.refusal ? [{ named: other, unnamed: one }] : [];
}

function has({ named, unnamed }: Pair, name: string): boolean {
  return named === name || unnamed === name;
}

/** Each rank holds the faults that none of those left is named before; where these go in a circle, it holds all of them. */
function ranked(names: readonly string[], pairs: readonly Pair[]): string[][] {
  const ranks: string[][] = [];
  let left = [...names];
  while (left.length > 0) {
    const among = left;
    const behind = new Set(pairs.filter(({ named }) => among.includes(named)).map(({ unnamed }) => unnamed));
    const next = left.filter((name) => !behind.has(name));
    const rank = next.length > 0 ? next : left;
    ranks.push([...rank]);
    left = left.filter((name) => !rank.includes(name));
  }
  return ranks;
}
