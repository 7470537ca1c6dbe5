import type { Op } from '../plan/ops.ts';
import type { SentProof } from '../proof/draft.ts';
import type { QuirkResult, QuirkValue } from '../record/quirk.ts';
import { openSession } from '../bench/open-session.ts';
import type { Session } from '../bench/session.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { claim, jti } from '../suite/define.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import { ask, common, expectLawful, resultOf } from './ask.ts';
import { type Measurement, type QuirkPlace, type QuirkSite, Unmeasured } from './measurement.ts';

const repetitions = 3;

/** Sent after a lawful exchange "first", whose `jti` it carries again. */
type Again = {
  readonly name: string;
  readonly ops: readonly Op[];
  readonly at?: readonly QuirkPlace[];
  /**
   * Finds where the second request goes; absent where it goes to the same session and place.
   * @throws Inapplicable where the target has no such place or session
   */
  readonly to?: (site: QuirkSite) => Promise<{ readonly session: Session; readonly place?: QuirkPlace }>;
};

const sameJti = [claim.set('jti', jti('first'))];

const agains: readonly Again[] = [
  { name: 'the very same proof', ops: [{ op: 'proof-of', exchange: 'first' }] },
  { name: 'same jti in a new proof', ops: sameJti },
  { name: 'same jti, another key', ops: sameJti, to: async (site) => ({ session: await anotherKey(site) }) },
  { name: 'same jti, another URI', ops: sameJti, to: anotherUri },
  { name: 'same jti, another method', ops: sameJti, at: ['resource'], to: anotherMethod },
];

/** RFC 9449 §11.1: a server remembers a jti in the context of its URI, or in a wider one. */
export const replayScope: Measurement = {
  id: 'replay-scope',
  group: 'replay',
  title: 'What counts as a replay',
  how: 'A proof is accepted, then its jti is sent again; accepted means that the server did not notice.',
  repetitions,
  measure: async (site) => {
    const cells = [];
    for (const again of agains.filter(({ at }) => at?.includes(site.place) ?? true)) {
      const result = await resultAgain(site, again);
      if (result !== undefined) cells.push({ name: again.name, result });
    }
    return { kind: 'vector', cells } satisfies QuirkValue;
  },
};

async function resultAgain(site: QuirkSite, { ops, to }: Again): Promise<QuirkResult | undefined> {
  const results: QuirkResult[] = [];
  try {
    const where = await to?.(site);
    if (where !== undefined) await expectLawful({ ...site, place: site.place, ...where }, 'before');
    while (results.length < repetitions) {
      const { proof } = await expectLawful(site, 'before');
      results.push(resultOf(await ask(site, ops, { ...where, earlier: earlier(proof) })));
    }
  } catch (error) {
    if (error instanceof Inapplicable) return undefined;
    throw error;
  }
  return common(results);
}

/** Names a sent proof "first", for ops that refer to it. */
export function earlier(proof: SentProof | undefined): ReadonlyMap<string, SentProof> {
  if (proof === undefined) throw new Unmeasured('no proof was sent');
  return new Map([['first', proof]]);
}

async function anotherKey({ bench, place, session }: QuirkSite): Promise<Session> {
  if (place === 'resource' && bench.issuer?.fixedKey !== undefined)
    throw new Inapplicable('the access token supplied is bound to one key');
  const other = await openSession(bench, { place, spec: {} });
  if (other.key.jkt === session.key.jkt) throw new Inapplicable('all sessions have the same key');
  return other;
}

/** Another resource; at the authorization server, its other endpoint that accepts proofs. */
async function anotherUri({ bench, place, session }: QuirkSite) {
  if (place === 'resource') {
    const other = bench.resources.find(({ url }) => url !== session.resource?.url);
    if (other === undefined) throw new Inapplicable('the descriptor names one URL');
    return { session: { ...session, resource: other } };
  }
  if (bench.as?.par === undefined || bench.facts.absent.has('par')) throw new Inapplicable('it has one endpoint');
  const to = place === 'token' ? 'par' : 'token';
  const other = await openSession(bench, { place: to, spec: {} });
  return { place: to, session: { ...other, key: session.key } } as const;
}

async function anotherMethod({ bench, session }: QuirkSite) {
  const { resource } = session;
  const other = bench.resources.find(
    (one) => one.url === resource?.url && resourceKey(one) !== resourceKey(resource) && one.method !== resource.method,
  );
  if (other === undefined) throw new Inapplicable('the descriptor names one method');
  return Promise.resolve({ session: { ...session, resource: other } });
}
