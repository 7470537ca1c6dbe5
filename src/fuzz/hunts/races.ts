import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import { sendBurst } from '../../exchange/burst.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import { openSession } from '../../bench/open-session.ts';
import type { Site } from '../../bench/site.ts';
import { lawful } from '../../suite/define.ts';
import type { Case, ExchangeSpec, Place } from '../../suite/schema.ts';
import { fits } from './fits.ts';
import type { HuntGround } from './ground.ts';
import { replayAt } from './replay.ts';

export type RaceHunt = HuntGround & {
  /** A case has tried it, however that came out. */
  readonly isJudged: (place: Place, requirement: string) => boolean;
};

export type RaceFound = {
  readonly case: Case;
  readonly origin: { readonly phase: 'races'; readonly seed: number; readonly index: number };
};

type Burst = NonNullable<ExchangeSpec['burst']>;

/** Sends bursts for what only one of many requests that arrive together may have. */
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

/** Looking a `jti` up and storing it are two steps. Copies that arrive between them must not be accepted either. */
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
  const [place = 'token'] = race.at;
  return fits(bench, place, race);
}

/** More than one was accepted, in one round at least. */
async function isLost(bench: Bench, race: Case, place: Place): Promise<boolean> {
  const burst = race.exchanges.at(-1)?.burst;
  if (burst === undefined) return false;
  try {
    const session = await openSession(bench, { place, spec: race.session ?? {} });
    const site = { bench, place, session };
    return (burst.same === 'grant' || (await isCaught(site))) && (await overlaps(site, burst));
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}

/** The plain replay is refused. It is sent twice, since several workers may each remember their own requests only. */
async function isCaught(site: Site): Promise<boolean> {
  const replay = await replayAt(site, `race@${site.place}`);
  if (replay === undefined) return false;
  for (let tried = 0; tried < 2; tried += 1) {
    const { outcome } = await send(replay);
    if (outcome.class === 'refused') return true;
  }
  return false;
}

async function overlaps(site: Site, spec: Burst): Promise<boolean> {
  const plan = planFor(site, { instance: `race@${site.place}`, purpose: 'tested' });
  const { burst } = await sendBurst(plan, spec);
  const rounds = burst?.rounds ?? [];
  return rounds.some((round) => round.filter(({ outcome }) => outcome.class === 'accepted').length > 1);
}
