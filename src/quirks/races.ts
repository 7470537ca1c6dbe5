import { sendBurst } from '../exchange/burst.ts';
import { openSession } from '../bench/open-session.ts';
import type { QuirkValue } from '../record/quirk.ts';
import { planOf } from './ask.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';

const rounds = 8;
const times = 8;

/** RFC 9449 §11.1: a server that remembers each jti should accept one of them; without a lock it may accept more. */
export const proofRace: Measurement = {
  id: 'race-same-proof',
  group: 'replay',
  title: 'The same proof many times at one moment: how many are accepted',
  how: `${rounds} rounds of up to ${times} requests whose last bytes go out together.`,
  repetitions: rounds,
  measure: async (site) => race(site, 'proof'),
};

export const grantRaces: readonly Measurement[] = [
  grantRace('authorization_code', 'race-code', 'code'),
  grantRace('refresh_token', 'race-refresh-token', 'refresh token'),
];

/** RFC 6749 §4.1.2, §6: each request has a proof of its own, and all have the same grant. */
function grantRace(grant: 'authorization_code' | 'refresh_token', id: string, what: string): Measurement {
  return {
    id,
    group: 'replay',
    title: `The same ${what} many times at one moment: how many are accepted`,
    how: `${rounds} rounds of up to ${times} requests, each with a proof of its own, whose last bytes go out together.`,
    repetitions: rounds,
    at: ['token'],
    measure: async (site) => {
      const session = await openSession(site.bench, { place: 'token', spec: { grant } });
      return race({ ...site, session }, 'grant');
    },
  };
}

async function race(site: QuirkSite, same: 'proof' | 'grant'): Promise<QuirkValue> {
  const { bench } = site;
  const { burst } = await sendBurst(planOf(site, []), { times, rounds, same });
  if (burst === undefined || bench.signal.aborted) throw new Unmeasured('the run was interrupted');
  const sent = burst.rounds.map((round) => round.map(({ outcome }) => outcome));
  const answered = sent.filter((round) => round.every(({ class: kind }) => !unclear.includes(kind)));
  if (answered.length === 0)
    throw new Unmeasured(`in every round at least one request got no clear answer: ${firstUnclear(sent)}`);
  const accepted = answered.map((round) => round.filter(({ class: kind }) => kind === 'accepted').length);
  const counts = Map.groupBy(accepted, (count) => count);
  const list = [...counts].map(([count, all]) => ({ accepted: count, times: all.length }));
  return { kind: 'counts', of: burst.times, rounds: list.toSorted((a, b) => a.accepted - b.accepted) };
}

/** A challenge does not show whether the request would be accepted with the right nonce. */
const unclear: readonly string[] = ['failed', 'throttled', 'crashed', 'challenged'];

function firstUnclear(all: readonly (readonly { readonly class: string; readonly text: string }[])[]): string {
  return all.flat().find(({ class: kind }) => unclear.includes(kind))?.text ?? '';
}
