import { defined } from '../defined.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkValueOf } from '../record/quirk.ts';
import { ask, expectLawful, pooled } from './ask.ts';
import { type Fault, faults, replayed } from './faults.ts';
import type { Measurement, QuirkSite } from './measurement.ts';
import { earlier } from './replay.ts';
import { likeness, type Refusal, refusalOf } from './refusal.ts';

const repetitions = 2;

type Entry = QuirkValueOf<'map'>['entries'][number];

/** A server chooses to a good part which status and error code it answers to which fault (RFC 9449 §5, §7.1). */
export const errorMap: Measurement = {
  id: 'error-map',
  group: 'refusals',
  title: 'What is answered to each fault',
  how: 'One fault a request; status, error code and, where there is one, the description.',
  repetitions,
  measure: async (site) => {
    const known = faults.filter(({ at }) => at?.includes(site.place) ?? true);
    const entries = (await pooled(site, known, async (fault) => entryOf(site, fault))).flat();
    return { kind: 'map', entries: [...entries, ...(await replayEntry(site))] };
  },
};

async function entryOf(site: QuirkSite, { name, ops }: Fault): Promise<readonly Entry[]> {
  try {
    const refusals = [];
    while (refusals.length < repetitions) refusals.push(refusalOf(await ask(site, ops)));
    return [entry(site, name, refusals)];
  } catch (error) {
    if (error instanceof Inapplicable) return [];
    throw error;
  }
}

/** Comes last, so that a server which remembers refused proofs as well does not take other faults for replays. */
async function replayEntry(site: QuirkSite): Promise<readonly Entry[]> {
  const refusals = [];
  while (refusals.length < repetitions) {
    const { proof } = await expectLawful(site, 'before');
    refusals.push(refusalOf(await ask(site, replayed.ops, { earlier: earlier(proof) })));
  }
  return [entry(site, replayed.name, refusals)];
}

function entry({ bench }: QuirkSite, name: string, refusals: readonly Refusal[]): Entry {
  const [first = { answer: '' }] = refusals;
  const varies = refusals.some((one) => likeness(one) !== likeness(first));
  const answers = [...new Set(refusals.map(({ answer }) => answer))].join(' or ');
  const description = varies ? undefined : first.description;
  return defined({
    name,
    answer: bench.redactor.quote(answers),
    description: description === undefined ? undefined : bench.redactor.quote(description),
  });
}
