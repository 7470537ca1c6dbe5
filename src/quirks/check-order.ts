import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkValue, QuirkValueOf } from '../record/quirk.ts';
import { ask, pooled } from './ask.ts';
import { type Fault, proofFaults } from './faults.ts';
import { type Measurement, type Site, Unmeasured } from './measurement.ts';
import { likeness, toldBy } from './told.ts';

type Telling = { readonly fault: Fault; readonly told: string };
type Pair = QuirkValueOf<'order'>['pairs'][number];

/** RFC 9449 §4.3: the checks may be made in any order. Which one comes first shows where their answers differ. */
export const checkOrder: Measurement = {
  id: 'check-order',
  group: 'refusals',
  title: 'Which of two faults is told',
  how: 'Each fault alone, twice; then each pair of those whose answers differ, in one proof.',
  repetitions: 1,
  measure: async (site) => measure(site),
};

async function measure(site: Site): Promise<QuirkValue> {
  const known = proofFaults.filter(({ at }) => at?.includes(site.place) ?? true);
  const alone = (await pooled(site, known, async (fault) => tellingOf(site, fault))).flat();
  const telling = alone.filter(({ told }) => alone.filter((one) => one.told === told).length < alone.length);
  if (new Set(telling.map(({ told }) => told)).size < 2) throw new Unmeasured('all faults are told alike');
  const pairs = telling.flatMap((first, index) =>
    telling.slice(index + 1).flatMap((second) => (first.told === second.told ? [] : [[first, second] as const])),
  );
  const told = (await pooled(site, pairs, async ([first, second]) => toldOf(site, first, second))).flat();
  const names = telling.map(({ fault }) => fault.name).filter((name) => told.some((pair) => has(pair, name)));
  if (names.length === 0) throw new Unmeasured('two faults in one proof are told as neither of them');
  const alike = known.map(({ name }) => name).filter((name) => !names.includes(name));
  return { kind: 'order', ranks: ranked(names, told), pairs: told, alike };
}

/** Nothing, where a proof with this fault is accepted, or the answer to it varies. */
async function tellingOf(site: Site, fault: Fault): Promise<readonly Telling[]> {
  const sent = await allOf(site, fault.ops);
  const [first, second] = sent.map((one) => likeness(toldBy(one)));
  const isRefused = sent.every(({ outcome }) => outcome.class === 'refused' || outcome.class === 'challenged');
  return isRefused && first !== undefined && first === second ? [{ fault, told: first }] : [];
}

async function allOf(site: Site, ops: Fault['ops']) {
  try {
    return [await ask(site, ops), await ask(site, ops)];
  } catch (error) {
    if (error instanceof Inapplicable) return [];
    throw error;
  }
}

async function toldOf(site: Site, first: Telling, second: Telling): Promise<readonly Pair[]> {
  const answer = likeness(toldBy(await ask(site, [...first.fault.ops, ...second.fault.ops])));
  const [one, other] = [first.fault.name, second.fault.name];
  if (answer === first.told) return [{ told: one, untold: other }];
  return answer === second.told ? [{ told: other, untold: one }] : [];
}

function has({ told, untold }: Pair, name: string): boolean {
  return told === name || untold === name;
}

/** Whoever loses to nobody that is left comes next; where they go round in a circle, all that are left together. */
function ranked(names: readonly string[], pairs: readonly Pair[]): string[][] {
  const ranks: string[][] = [];
  let left = [...names];
  while (left.length > 0) {
    const among = left;
    const losers = new Set(pairs.filter(({ told }) => among.includes(told)).map(({ untold }) => untold));
    const next = left.filter((name) => !losers.has(name));
    const rank = next.length > 0 ? next : left;
    ranks.push([...rank]);
    left = left.filter((name) => !rank.includes(name));
  }
  return ranks;
}
