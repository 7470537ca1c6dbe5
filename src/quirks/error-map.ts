import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkValueOf } from '../record/quirk.ts';
import { ask, expectLawful, pooled } from './ask.ts';
import { type Fault, faults, replayed } from './faults.ts';
import type { Measurement, Site } from './measurement.ts';
import { earlier } from './replay.ts';
import { likeness, toldBy } from './told.ts';

const repetitions = 2;

type Entry = QuirkValueOf<'map'>['entries'][number];

/** Which status and code a server answers to which fault is to a good part its choice (RFC 9449 §5, §7.1). */
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

async function entryOf(site: Site, { name, ops }: Fault): Promise<readonly Entry[]> {
  try {
    const told = [];
    while (told.length < repetitions) told.push(toldBy(await ask(site, ops)));
    return [entry(site, name, told)];
  } catch (error) {
    if (error instanceof Inapplicable) return [];
    throw error;
  }
}

/** After all others: a server that remembers refused proofs too must not mix them up. */
async function replayEntry(site: Site): Promise<readonly Entry[]> {
  const told = [];
  while (told.length < repetitions) {
    const { proof } = await expectLawful(site, 'before');
    told.push(toldBy(await ask(site, replayed.ops, { earlier: earlier(proof) })));
  }
  return [entry(site, replayed.name, told)];
}

function entry({ bench }: Site, name: string, told: readonly ReturnType<typeof toldBy>[]): Entry {
  const [first = { answer: '' }] = told;
  const varies = told.some((one) => likeness(one) !== likeness(first));
  const answers = [...new Set(told.map(({ answer }) => answer))].join(' or ');
  const description = varies ? undefined : first.description;
  return {
    name,
    answer: bench.redactor.text(answers),
    ...(description === undefined ? {} : { description: bench.redactor.text(description) }),
  };
}
