import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import { randomText } from '../proof/keys.ts';
import type { QuirkValue } from '../record/quirk.ts';
import { claim } from '../suite/define.ts';
import { ask } from './ask.ts';
import { findBoundary } from './boundary.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';

/** Characters. No field line is longer than 64 KiB: base64url makes four characters of three. */
const limit = 48_000;

export const longestJti: Measurement = {
  id: 'longest-jti',
  group: 'sizes',
  title: 'Longest jti that is accepted',
  how: 'Doubling and bisection to one character, no proof above 64 KiB; the boundary is then searched once more.',
  repetitions: 2,
  measure: async (site) => {
    const found = await findBoundary({
      accepts: async (length) => (await lengthTaken(site, jtiOf(length))) !== undefined,
      limit,
      repetitions: 2,
    });
    return { kind: 'number', unit: 'characters', ...found };
  },
};

/** Ops for a new jti of exactly this length. Below 24 characters none is set: a short one might be used twice by chance. */
function jtiOf(length: number): readonly Op[] {
  const own = randomText(24);
  return length <= own.length ? [] : [claim.set('jti', own.padEnd(length, '-'))];
}

/** A claim without meaning gives the proof its length. */
export const longestProof: Measurement = {
  id: 'longest-proof',
  group: 'sizes',
  title: 'Longest proof that is accepted',
  how: 'Made longer by a claim without meaning; doubling and bisection, no proof above 64 KiB.',
  repetitions: 2,
  measure: async (site) => measureProof(site),
};

async function measureProof(site: QuirkSite): Promise<QuirkValue> {
  const lengths = new Map<number, number>();
  const accepts = async (length: number): Promise<boolean> => {
    const taken = await lengthTaken(site, [claim.set('padding', '-'.repeat(length))]);
    if (taken !== undefined) lengths.set(length, taken);
    return taken !== undefined;
  };
  const { isAtLeast, ...found } = await findBoundary({ accepts, limit, repetitions: 2 });
  const chars = (padding: number): number => lengths.get(padding) ?? lengths.get(Math.floor(padding)) ?? 0;
  const whole = { median: chars(found.median), min: chars(found.min), max: chars(found.max) };
  return { kind: 'number', unit: 'characters', ...whole, ...defined({ isAtLeast }) };
}

/**
 * The length of the proof in characters, where it is accepted. A server, or a proxy before it, may close the connection of
 * a request that is too long. That is a refusal, too; the next requests show whether the server lives.
 */
async function lengthTaken(site: QuirkSite, ops: readonly Op[]): Promise<number | undefined> {
  const { outcome, proof, exchange } = await ask(site, ops);
  if (outcome.class === 'accepted') return proof?.text?.length ?? 0;
  const isCut = outcome.class === 'failed' && exchange.failure?.kind === 'reset';
  if (outcome.class === 'refused' || outcome.class === 'challenged' || isCut) return undefined;
  throw new Unmeasured(`a proof of ${proof?.text?.length ?? 0} characters was answered: ${outcome.text}`);
}
