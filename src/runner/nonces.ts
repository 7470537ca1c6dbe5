/** Nonces as the target gave them out, per server (`as`, `rs`) and per session. */
export type NonceStore = {
  readonly learn: (role: Role, session: string, nonce: string) => void;
  /** The newest one given to this session, else the newest of the server. */
  readonly current: (role: Role, session: string) => string | undefined;
  /** The one that this session was given before the newest, where that was a moment ago. */
  readonly previous: (role: Role, session: string) => string | undefined;
  /** The first one ever given out, once it is no longer the current one. */
  readonly oldest: (role: Role, session: string) => string | undefined;
};

export type Role = 'as' | 'rs';

/** Nonces may well expire; one that was given out so lately has not. */
const aMomentMs = 20_000;

export function createNonceStore(now: () => number = () => performance.now()): NonceStore {
  const newest = new Map<string, { nonce: string; at: number }>();
  const given = new Map<string, { nonce: string; ms: number; before: { nonce: string; ms: number } | undefined }>();
  const first = new Map<Role, string>();
  let clock = 0;
  return {
    learn: (role, session, nonce) => {
      clock += 1;
      const last = given.get(`${role} ${session}`);
      const before = last?.nonce === nonce ? last.before : last;
      given.set(`${role} ${session}`, { nonce, ms: now(), before: before && { nonce: before.nonce, ms: before.ms } });
      newest.set(role, { nonce, at: clock });
      newest.set(`${role} ${session}`, { nonce, at: clock });
      if (!first.has(role)) first.set(role, nonce);
    },
    current: (role, session) => (newest.get(`${role} ${session}`) ?? newest.get(role))?.nonce,
    previous: (role, session) => {
      const before = given.get(`${role} ${session}`)?.before;
      return before !== undefined && now() - before.ms < aMomentMs ? before.nonce : undefined;
    },
    oldest: (role, session) => {
      const nonce = first.get(role);
      const current = (newest.get(`${role} ${session}`) ?? newest.get(role))?.nonce;
      return nonce === current ? undefined : nonce;
    },
  };
}
