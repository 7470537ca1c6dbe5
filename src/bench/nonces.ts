/** The nonces that the target has given out, by server (`as`, `rs`) and by session. */
export type NonceStore = {
  readonly learn: (role: Role, session: string, nonce: string) => void;
  /** The newest nonce given to this session, else the newest of the server. */
  readonly current: (role: Role, session: string) => string | undefined;
  /** The nonce that this session got before the newest one, if that was a moment ago. */
  readonly previous: (role: Role, session: string) => string | undefined;
  /** Forgets the nonces of a server that refuses those it gives out, and learns no more from it. */
  readonly distrust: (role: Role) => void;
  /** The first nonce ever given out, once it is no longer the current one. */
  readonly oldest: (role: Role, session: string) => string | undefined;
  /** All nonces that any server has given out. Of very many, the newest are kept, and the first of each server. */
  readonly given: ReadonlySet<string>;
};

export type Role = 'as' | 'rs';

/** A nonce that was given out within so many milliseconds counts as still good. */
const aMomentMs = 20_000;
const maxKept = 10_000;

export function createNonceStore(now: () => number = () => performance.now()): NonceStore {
  const newest = new Map<string, { nonce: string; at: number }>();
  const given = new Map<string, { nonce: string; ms: number; before: { nonce: string; ms: number } | undefined }>();
  const first = new Map<Role, string>();
  const all = new Set<string>();
  const distrusted = new Set<Role>();
  let clock = 0;
  return {
    given: all,
    learn: (role, session, nonce) => {
      clock += 1;
      all.add(nonce);
      if (all.size > maxKept) dropEldest(all, [...first.values()]);
      if (distrusted.has(role)) return;
      const last = given.get(`${role} ${session}`);
      const before = last?.nonce === nonce ? last.before : last;
      given.set(`${role} ${session}`, { nonce, ms: now(), before: before && { nonce: before.nonce, ms: before.ms } });
      newest.set(role, { nonce, at: clock });
      newest.set(`${role} ${session}`, { nonce, at: clock });
      if (!first.has(role)) first.set(role, nonce);
    },
    distrust: (role) => {
      distrusted.add(role);
      for (const table of [newest, given]) forget(table, role);
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

function forget(table: Map<string, unknown>, role: Role): void {
  for (const key of table.keys()) if (key === role || key.startsWith(`${role} `)) table.delete(key);
}

/** The first nonces stay: much later they are sent as stale ones. */
function dropEldest(all: Set<string>, kept: readonly string[]): void {
  for (const eldest of all) {
    all.delete(eldest);
    if (!kept.includes(eldest)) return;
    all.add(eldest);
  }
}
