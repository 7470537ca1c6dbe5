import type { Op } from '../plan/ops.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { QuirkResult, QuirkValueOf } from '../record/quirk.ts';
import type { NoncePolicy } from '../bench/facts.ts';
import type { Sent } from '../exchange/sent.ts';
import { openSession } from '../bench/open-session.ts';
import { roleOf } from '../suite/catalogue.ts';
import { claim, nonce } from '../suite/define.ts';
import { nonceOf } from '../verdict/answer.ts';
import { spread } from './boundary.ts';
import { ask, common, expectLawful, isAccepted, resultOf } from './ask.ts';
import { type Measurement, type QuirkPlace, type QuirkSite, Unmeasured } from './measurement.ts';

const policies: Readonly<Record<NoncePolicy, string>> = {
  none: 'none given out',
  offered: 'demanded once one was offered',
  required: 'demanded',
};

/** RFC 9449 §8 and §9: nonces are the server's choice. */
export const noncePolicy: Measurement = {
  id: 'nonce-policy',
  group: 'nonces',
  title: 'Nonces',
  how: 'The preflight sends a proof without a nonce, with the one supplied, with it again, and without once more.',
  repetitions: 1,
  measure: async ({ bench, place }) => {
    const policy = bench.facts.nonce[place] ?? 'none';
    const word = bench.facts.nonceOptional.has(place) ? 'offered, not demanded' : policies[policy];
    return Promise.resolve({ kind: 'word', word });
  },
};

type Carried = {
  readonly name: string;
  /**
   * Ops that carry such a nonce, a new one each time.
   * @throws Inapplicable where there is no such nonce
   */
  readonly ops: (site: QuirkSite) => Promise<readonly Op[]>;
};

const repetitions = 3;

const carried: readonly Carried[] = [
  { name: 'none', ops: async () => Promise.resolve([nonce('none')]) },
  { name: 'a made-up one', ops: async () => Promise.resolve([nonce('made-up')]) },
  { name: 'one used before', ops: usedBefore },
  { name: 'given to another key', ops: async (site) => carry(await freshNonce(await otherSite(site, site.place))) },
  { name: 'given by the other endpoint', ops: otherEndpoint },
  { name: 'given by the other server', ops: otherServer },
];

export const nonceTolerance: Measurement = {
  id: 'nonce-tolerance',
  group: 'nonces',
  title: 'Which nonces are accepted',
  how: 'Each in an otherwise lawful proof, obtained for that very request.',
  repetitions,
  measure: async (site) => {
    withNonces(site);
    const cells: QuirkValueOf<'vector'>['cells'] = [];
    for (const { name, ops } of carried) {
      const results: QuirkResult[] = [];
      try {
        while (results.length < repetitions) results.push(resultOf(await ask(site, await ops(site))));
        cells.push({ name, result: common(results) });
      } catch (error) {
        if (!(error instanceof Inapplicable)) throw error;
      }
    }
    return { kind: 'vector', cells };
  },
};

const answers = 12;

export const nonceRotation: Measurement = {
  id: 'nonce-rotation',
  group: 'nonces',
  title: 'Answers until a new nonce comes',
  how: `The nonces of ${answers} accepted requests in a row.`,
  repetitions: answers,
  measure: async (site) => {
    withNonces(site);
    const runs: number[] = [];
    let [last, run] = [await newestNonce(site), 0];
    for (let count = 0; count < answers; count += 1) {
      const given = await newestNonce(site);
      run += 1;
      if (given === last) continue;
      runs.push(run);
      [last, run] = [given, 0];
    }
    const none = { median: answers, min: answers, max: answers, isAtLeast: true };
    return { kind: 'number', unit: 'count', ...(runs.length === 0 ? none : spread(runs)) };
  },
};

const newer = 8;

/** How many newer nonces may be given out before one is refused. */
export const nonceGrace: Measurement = {
  id: 'nonce-grace',
  group: 'nonces',
  title: 'Newer nonces given out while one is still accepted',
  how: `An unused nonce is sent after one, two … ${newer} newer ones; only where each request gives a new one.`,
  repetitions,
  measure: async (site) => {
    withNonces(site);
    const found: number[] = [];
    while (found.length < repetitions) found.push(await grace(site));
    const value = { kind: 'number', unit: 'count', ...spread(found) } as const;
    return found.every((count) => count === newer) ? { ...value, isAtLeast: true } : value;
  },
};

async function grace(site: QuirkSite): Promise<number> {
  for (let after = 1; after <= newer; after += 1) {
    const kept = await freshNonce(site);
    let last = kept;
    for (let count = 0; count < after; count += 1) {
      // This request carries no nonce, so that the kept one stays unused.
      const next = await freshNonce(site);
      if (next === last) throw new Unmeasured('not every request is answered with a new nonce');
      last = next;
    }
    if (!(await isAccepted(site, carry(kept)))) return after - 1;
  }
  return newer;
}

/** @throws Unmeasured where the server gives out no nonces */
export function withNonces({ bench, place }: QuirkSite): void {
  if ((bench.facts.nonce[place] ?? 'none') === 'none') throw new Unmeasured('the server gives out no nonces');
}

export function carry(value: string): readonly Op[] {
  return [claim.set('nonce', value)];
}

/** The nonce of a challenge or an offer, in answer to a request without a nonce. */
export async function freshNonce(site: QuirkSite): Promise<string> {
  const given = givenBy(await ask(site, [nonce('none')]));
  return given ?? (await newestNonce(site));
}

async function newestNonce(site: QuirkSite): Promise<string> {
  const given = givenBy(await expectLawful(site, 'before'));
  const { bench, place, session } = site;
  // Where an answer gives none, the old one stays valid.
  const newest = given ?? bench.nonces.current(roleOf(place), session.id);
  if (newest === undefined) throw new Unmeasured('no nonce was given');
  return newest;
}

function givenBy({ exchange }: Sent): string | undefined {
  return exchange.response === undefined ? undefined : nonceOf(exchange.response);
}

async function usedBefore(site: QuirkSite): Promise<readonly Op[]> {
  const kept = await freshNonce(site);
  if (!(await isAccepted(site, carry(kept)))) throw new Inapplicable('a nonce is not even good once');
  return carry(kept);
}

async function otherSite(site: QuirkSite, place: QuirkPlace): Promise<QuirkSite> {
  return { ...site, place, session: await openSession(site.bench, { place, spec: {} }) };
}

async function otherEndpoint(site: QuirkSite): Promise<readonly Op[]> {
  const { bench, place } = site;
  if (place === 'resource' || bench.as?.par === undefined || bench.facts.absent.has('par'))
    throw new Inapplicable('the server has one endpoint');
  return fromElsewhere(site, place === 'token' ? 'par' : 'token');
}

async function otherServer(site: QuirkSite): Promise<readonly Op[]> {
  const { bench, place } = site;
  const other = place === 'resource' ? 'token' : 'resource';
  if (other === 'token' ? bench.as === undefined : bench.resources.length === 0)
    throw new Inapplicable('there is one server');
  return fromElsewhere(site, other);
}

async function fromElsewhere(site: QuirkSite, place: QuirkPlace): Promise<readonly Op[]> {
  if ((site.bench.facts.nonce[place] ?? 'none') === 'none') throw new Inapplicable('the other one gives out none');
  return carry(await freshNonce(await otherSite(site, place)));
}
