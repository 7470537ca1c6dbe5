import { Inapplicable } from '../../proof/inapplicable.ts';
import { whyNot } from '../../runner/applies.ts';
import type { Bench } from '../../bench/bench.ts';
import { sendBurst } from '../../exchange/burst.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import { openSession } from '../../bench/open-session.ts';
import type { Session } from '../../bench/session.ts';
import { lawful } from '../../suite/define.ts';
import type { Case, ExchangeSpec, Place } from '../../suite/schema.ts';

export type RaceHunt = {
  readonly bench: Bench;
  readonly places: ReadonlySet<Place>;
  readonly seed: number;
  readonly overBudget: () => string | undefined;
  /** A case has tried it, however that came out. */
  readonly isJudged: (place: Place, requirement: string) => boolean;
};

export type RaceFound = {
  readonly case: Case;
  readonly origin: { readonly phase: 'races'; readonly seed: number; readonly index: number };
};

type Burst = NonNullable<ExchangeSpec['burst']>;

/** What only one of many requests that arrive together may have, tried round after round. */
export async function huntRaces(hunt: RaceHunt): Promise<readonly RaceFound[]> {
  const { bench, places, seed } = hunt;
  const found: RaceFound[] = [];
  for (const [index, race] of races.entries()) {
    const [place = 'token'] = race.at;
    if (!places.has(place) || hunt.isJudged(place, race.requirements[0] ?? '')) continue;
    if (hunt.overBudget() !== undefined || !isMet(bench, race)) continue;
    if (await isLost(bench, race, place)) found.push({ case: race, origin: { phase: 'races', seed, index } });
  }
  return found;
}

const races: readonly Case[] = [...(['token', 'par', 'resource'] as const).map(proofRace), codeRace()];

/** Looking a `jti` up and storing it are two steps; where the plain replay is caught, one at most may get between them. */
function proofRace(place: Place): Case {
  return {
    id: `race-proof-${place}`,
    title: 'accepts one at most of many copies of a proof that arrive together',
    requirements: ['RFC9449-11.1-09', 'PM-REPLAY-CLAIM'],
    at: [place],
    whereClaimed: { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' },
    fault: 'proof',
    exchanges: [
      lawful('first'),
      {
        delta: [{ op: 'proof-of', exchange: 'first' }],
        expect: 'refuse',
        premise: 'it takes the very same proof again',
      },
      { delta: [], expect: 'once', burst: { times: 10, rounds: 5, same: 'proof' } },
    ],
  };
}

function codeRace(): Case {
  return {
    id: 'race-code',
    title: 'accepts an authorization code once when many requests bring it together',
    requirements: ['RFC6749-4.1.2-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    exchanges: [{ delta: [], expect: 'once', burst: { times: 8, rounds: 3, same: 'grant' } }],
  };
}

function isMet(bench: Bench, race: Case): boolean {
  if (race.whereClaimed !== undefined && bench.loaded.descriptor.claims.replayDetection === false) return false;
  const suite = { id: 'fuzz', title: '', section: '', cases: [] };
  const [place = 'token'] = race.at;
  const base = { kind: 'case', id: race.id, index: 0, suite, requirements: [], place } as const;
  return whyNot(bench, { ...base, case: race }) === undefined;
}

/** More than one was accepted, in one round at least. */
async function isLost(bench: Bench, race: Case, place: Place): Promise<boolean> {
  const burst = race.exchanges.at(-1)?.burst;
  if (burst === undefined) return false;
  try {
    const session = await openSession(bench, { place, spec: race.session ?? {} });
    return (
      (burst.same === 'grant' || (await isCaught(bench, session, place))) &&
      (await overlaps(bench, session, place, burst))
    );
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}

/** The plain replay is refused, one request after the other; among several workers that remember apart, the second one. */
async function isCaught(bench: Bench, session: Session, place: Place): Promise<boolean> {
  const first = await send(planFor({ bench, place, session }, race(place)));
  if (first.outcome.class !== 'accepted' || first.proof === undefined) return false;
  const ops = [{ op: 'proof-of', exchange: 'first' }] as const;
  const earlier = new Map([['first', first.proof]]);
  const again = planFor({ bench, place, session }, { ...race(place), ops, earlier });
  for (let tried = 0; tried < 2; tried += 1) {
    const { outcome } = await send(again);
    if (outcome.class === 'refused') return true;
  }
  return false;
}

async function overlaps(bench: Bench, session: Session, place: Place, spec: Burst): Promise<boolean> {
  const { burst } = await sendBurst(planFor({ bench, place, session }, race(place)), spec);
  const rounds = burst?.rounds ?? [];
  return rounds.some((round) => round.filter(({ outcome }) => outcome.class === 'accepted').length > 1);
}

function race(place: Place) {
  return { instance: `race@${place}`, purpose: 'tested' } as const;
}
