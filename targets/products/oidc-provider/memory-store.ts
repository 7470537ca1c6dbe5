export type Payload = Readonly<Record<string, unknown>>;

export interface Limits {
  /** Above this number, the newest entry replaces the oldest. */
  readonly maxEntries: number;
  /** Entries outlive their lifetime by the clock tolerance of the product, because the product checks expiry itself. */
  readonly graceSeconds: number;
}

export type Store = ReturnType<typeof createStore>;

interface Entry {
  readonly payload: Payload;
  readonly expiresAt: number;
}

/** The storage of one model as an oidc-provider adapter. It is bounded, so that a flood of proofs cannot evict grants. */
export function createStore(limits: Limits, now: () => number = Date.now) {
  const { entries, byUid, byGrant, insert, remove } = createTable();
  const live = (id: string | undefined): Entry | undefined => {
    const entry = id === undefined ? undefined : entries.get(id);
    return entry && entry.expiresAt > now() ? entry : undefined;
  };
  return {
    size: () => entries.size,
    sweep: () => {
      for (const [id, { expiresAt }] of entries) if (expiresAt <= now()) remove(id);
    },
    upsert: async (id: string, payload: Payload, expiresIn = Infinity) => {
      remove(id);
      const [oldest] = entries.keys();
      if (oldest !== undefined && entries.size >= limits.maxEntries) remove(oldest);
      insert(id, { payload, expiresAt: now() + (expiresIn + limits.graceSeconds) * 1000 });
    },
    find: async (id: string) => live(id)?.payload,
    findByUid: async (uid: string) => live(byUid.get(uid))?.payload,
    consume: async (id: string) => {
      const entry = live(id);
      if (entry) entries.set(id, { ...entry, payload: { ...entry.payload, consumed: Math.floor(now() / 1000) } });
    },
    destroy: async (id: string) => remove(id),
    revokeByGrantId: async (grantId: string) => {
      for (const id of byGrant.get(grantId) ?? []) remove(id);
    },
  };
}

/** The entries in order of insertion, with the two indexes that adapters need. */
function createTable() {
  const entries = new Map<string, Entry>();
  const byUid = new Map<unknown, string>();
  const byGrant = new Map<unknown, Set<string>>();

  const insert = (id: string, entry: Entry): void => {
    const { uid, grantId } = entry.payload;
    entries.set(id, entry);
    if (uid !== undefined) byUid.set(uid, id);
    if (grantId !== undefined) byGrant.set(grantId, (byGrant.get(grantId) ?? new Set()).add(id));
  };

  const remove = (id: string): void => {
    const { uid, grantId } = entries.get(id)?.payload ?? {};
    entries.delete(id);
    if (byUid.get(uid) === id) byUid.delete(uid);
    const siblings = byGrant.get(grantId);
    siblings?.delete(id);
    if (siblings?.size === 0) byGrant.delete(grantId);
  };

  return { entries, byUid, byGrant, insert, remove };
}
