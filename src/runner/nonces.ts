/** Nonces as the target gave them out, per server (`as`, `rs`) and per session. */
export type NonceStore = {
  readonly learn: (role: Role, session: string, nonce: string) => void;
  /** The newest one given to this session, else the newest of the server. */
  readonly current: (role: Role, session: string) => string | undefined;
  /** The first one ever given out, once it is no longer the current one. */
  readonly oldest: (role: Role, session: string) => string | undefined;
};

export type Role = 'as' | 'rs';

export function createNonceStore(): NonceStore {
  const newest = new Map<string, { nonce: string; at: number }>();
  const first = new Map<Role, string>();
  let clock = 0;
  return {
    learn: (role, session, nonce) => {
      clock += 1;
      newest.set(role, { nonce, at: clock });
      newest.set(`${role} ${session}`, { nonce, at: clock });
      if (!first.has(role)) first.set(role, nonce);
    },
    current: (role, session) => (newest.get(`${role} ${session}`) ?? newest.get(role))?.nonce,
    oldest: (role, session) => {
      const nonce = first.get(role);
      const current = (newest.get(`${role} ${session}`) ?? newest.get(role))?.nonce;
      return nonce === current ? undefined : nonce;
    },
  };
}
