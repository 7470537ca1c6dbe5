import type { Session } from '../bench/session.ts';
import { claim, jti } from '../suite/define.ts';
import { expectLawful, isAccepted } from './ask.ts';
import { climb, gather, rungCount } from './ladder.ts';
import { type Measurement, type QuirkSite, Unmeasured } from './measurement.ts';
import { carry, freshNonce, withNonces } from './nonces.ts';
import { earlier } from './replay.ts';

/** RFC 9449 §11.1: a server remembers a jti at least as long as the proof would be accepted. */
export const jtiMemory: Measurement = {
  id: 'jti-memory',
  group: 'replay',
  title: 'How long a jti is remembered',
  how: 'Many proofs at once; the jti of one of them is sent again, in a new proof, after each wait of up to seven minutes.',
  repetitions: 1,
  isSlow: true,
  measure: async (started) => {
    const site = { ...started, session: lasting(started) };
    const again = [claim.set('jti', jti('first'))];
    // One for each wait and one for now: each can be tried only once, since the server remembers it from then on.
    const planted = await gather(1, async () => (await expectLawful(site, 'before')).proof);
    const isCaught = async (index: number): Promise<boolean> =>
      !(await isAccepted(site, again, { earlier: earlier(planted[index]?.item) }));
    if (!(await isCaught(rungCount))) throw new Unmeasured('a jti may be used again at once');
    return climb(site, { bornAt: (index) => planted[index]?.at ?? 0, holds: isCaught });
  },
};

export const nonceLifetime: Measurement = {
  id: 'nonce-lifetime',
  group: 'nonces',
  title: 'How long a nonce is accepted',
  how: 'Nonces obtained at one moment; one of them is sent after each wait of up to seven minutes.',
  repetitions: 1,
  isSlow: true,
  measure: async (started) => {
    withNonces(started);
    const site = { ...started, session: lasting(started) };
    // One for each wait and two for now: a nonce may be good only once.
    const kept = await gather(2, async () => freshNonce(site));
    const isTaken = async (index: number): Promise<boolean> => isAccepted(site, carry(kept[index]?.item ?? ''));
    if (!(await isTaken(rungCount + 1))) throw new Unmeasured('not even a new nonce is accepted');
    if (!(await isTaken(rungCount))) throw new Unmeasured('newer nonces end it, not time');
    return climb(site, { bornAt: (index) => kept[index]?.at ?? 0, holds: isTaken });
  },
};

/** The same session with a new access token for each request: one token may not live as long as the measurement. */
function lasting({ bench, session }: QuirkSite): Session {
  if (bench.issuer?.fixedKey !== undefined) return session;
  const own = async (): Promise<string | undefined> => {
    const change = { jkt: session.key.jkt, set: {}, remove: [], by: 'issuer' } as const;
    const issued = (await bench.issuer?.bound(session.key)) ?? (await bench.mint?.(change));
    if (issued !== undefined) bench.redactor.add(issued.accessToken, 'access_token');
    return issued?.accessToken;
  };
  return { ...session, token: async (use) => (use === 'own' ? own() : session.token(use)) };
}
