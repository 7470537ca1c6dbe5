import { defined } from '../defined.ts';
import type { Place, SessionSpec } from '../suite/schema.ts';
import type { Bench } from './bench.ts';
import { openSession } from './open-session.ts';
import type { Session } from './session.ts';

/** The sessions that cases share, by place, kind and subject. `renew` forgets them, after a control has failed. */
export type Sessions = {
  readonly get: (place: Place, spec: SessionSpec, subject?: string) => Promise<Session>;
  readonly renew: () => void;
};

/** The sessions of one case, which stay the same between its exchanges, even if another case renews the shared ones. */
export function pinned(shared: Sessions): Sessions {
  const held = new Map<string, Promise<Session>>();
  return {
    get: (place, spec, subject) => {
      const key = JSON.stringify([place, spec, subject]);
      const session = held.get(key) ?? shared.get(place, spec, subject);
      held.set(key, session);
      return session;
    },
    renew: shared.renew,
  };
}

export function createSessions(bench: Bench): Sessions {
  const open = new Map<string, Promise<Session>>();
  return {
    get: (place, spec, subject) => {
      const key = JSON.stringify([place, spec, subject]);
      const openAnew = (): Promise<Session> => openSession(bench, { place, spec, ...defined({ subject }) });
      const known = open.get(key);
      const session = known === undefined ? openAnew() : usable(known, openAnew);
      open.set(key, session);
      return session;
    },
    renew: () => open.clear(),
  };
}

/** Milliseconds that the access token of a session has to be good for when a case begins. */
const enough = 10_000;

/** The session, or a new one where its access token is about to end. One with a short life is used for half of it. */
async function usable(known: Promise<Session>, openAnew: () => Promise<Session>): Promise<Session> {
  const session = await known;
  const life = await session.life?.('own');
  if (life === undefined) return session;
  return life.until - Date.now() < Math.min(enough, (life.until - life.from) / 2) ? openAnew() : session;
}
