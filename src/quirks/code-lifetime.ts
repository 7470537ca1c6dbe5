import { newGrant } from '../exchange/grants/new-grant.ts';
import { openSession } from '../bench/open-session.ts';
import { isAccepted, planOf } from './ask.ts';
import { climb, gather, rungCount } from './ladder.ts';
import { type Measurement, Unmeasured } from './measurement.ts';

/** RFC 6749 §4.1.2 recommends at most ten minutes; profiles demand one. */
export const codeLifetime: Measurement = {
  id: 'code-lifetime',
  group: 'time',
  title: 'How long an authorization code is accepted',
  how: 'Codes obtained at one moment; one of them is redeemed after each wait of up to seven minutes.',
  repetitions: 1,
  at: ['token'],
  isSlow: true,
  measure: async (started) => {
    const { bench } = started;
    if (bench.loaded.descriptor.login?.with === 'browser') throw new Unmeasured('each code takes a login in a browser');
    const session = await openSession(bench, { place: 'token', spec: { grant: 'authorization_code' } });
    const site = { ...started, session };
    const plan = planOf(site, []);
    const codes = await gather(1, async () => newGrant(plan));
    const isTaken = async (index: number): Promise<boolean> => {
      const grant = codes[index]?.item;
      return grant !== undefined && isAccepted(site, [], { grant });
    };
    if (!(await isTaken(rungCount))) throw new Unmeasured('not even a new code is accepted');
    return climb(site, { bornAt: (index) => codes[index]?.at ?? 0, holds: isTaken });
  },
};
