import { asksForWindow, iatWindow, windowLength } from '../preflight/iat-window.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import { readJwt } from '../verdict/answer.ts';
import type { StepContext } from './case-context.ts';

/** Measures what the exchange needs to know of the server's clock, and waits as long as it asks. */
export async function prepareTime(step: StepContext): Promise<void> {
  const { bench, slots, spec, place, session } = step;
  if (asksForWindow(spec)) await iatWindow(bench, place, session);
  const { after } = spec;
  if (after === undefined) return;
  const seconds = typeof after === 'number' ? after : (await lengthOf(step, after.of)) + after.plus;
  await slots.rest(Math.max(0, seconds) * 1000, bench.signal);
}

type Length = Extract<NonNullable<ExchangeSpec['after']>, object>['of'];

async function lengthOf(step: StepContext, of: Length): Promise<number> {
  const { bench, place, session } = step;
  switch (of) {
    case 'nonce-lifetime':
      return bench.loaded.descriptor.claims.nonceLifetimeSeconds ?? 0;
    case 'iat-window':
      return windowLength(bench, place, session);
    case 'token-lifetime':
      return restOfLife(step);
    default:
      return of satisfies never;
  }
}

/** Seconds of life of an access token for which a case waits. */
const longestLife = 300;

/** How long the kept access token of the session lives yet, by what the token response announced and by the `exp` of the token. */
async function restOfLife({ bench, place, session }: StepContext): Promise<number> {
  const token = await session.token('aged');
  const life = await session.life?.('aged');
  if (token === undefined || life === undefined)
    throw new Inapplicable('how long its access tokens live is not known (expires_in)');
  const exp = readJwt(token)?.claims['exp'];
  const { offset } = bench.facts.clocks[roleOf(place)];
  const until = Math.max(life.until, typeof exp === 'number' ? (exp - offset) * 1000 : 0);
  const lifetime = Math.ceil((until - life.from) / 1000);
  if (lifetime > longestLife)
    throw new Inapplicable(`its access tokens live ${lifetime} s, and ${longestLife} s is as long as a case waits`);
  return (until - Date.now()) / 1000;
}
