/** One HTTP request as the server receives it. */
export type JudgedRequest = {
  readonly role: 'as' | 'rs';
  readonly method: string;
  /** The absolute URI that was requested. */
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
};

/** The facts that the server could know. Times are in seconds since the epoch. */
export type JudgeContext = {
  readonly now: number;
  /** Live access tokens by value, with the thumbprint of the key each is bound to (`undefined`: unbound). */
  readonly tokens: ReadonlyMap<string, string | undefined>;
  /** SHA-256 (base64url) of access tokens that stand in `tokens` by another text, as by a mask in a record. */
  readonly digests?: ReadonlyMap<string, string>;
  /** Access tokens that the server may accept or refuse because they are revoked or about to expire. */
  readonly doubtfulTokens?: ReadonlyMap<string, string | undefined>;
  /** Present once the server has demanded nonces: the values that it still accepts. */
  readonly nonces?: ReadonlySet<string>;
  /** Nonces that it may accept or refuse: given out long ago, used before, or given out by its other role. */
  readonly doubtfulNonces?: ReadonlySet<string>;
  /** Nonces that it gave out without demanding one. It may use one in a proof to see how old the proof is. */
  readonly offeredNonces?: ReadonlySet<string>;
  /** The ids of proofs that were accepted before, each with the URI where it was used. */
  readonly seen: readonly { readonly jti: string; readonly url: string }[];
  /** The algorithms of proofs that were accepted here, and those that the server lists. Without it all are assumed to work. */
  readonly algs?: { readonly proven: ReadonlySet<string>; readonly listed?: ReadonlySet<string> };
  /** A request that the server accepts. It may refuse another request that differs in more than proof and access token. */
  readonly lawful?: Omit<JudgedRequest, 'role'>;
};

export type Violation = {
  /** Row of the requirement catalogue, without role suffix, for example `RFC9449-4.3-04b`. */
  readonly requirement: string;
  /**
   * - `must`: the request has to be refused.
   * - `should`: a lawful server may accept it; accepting earns a warning at most.
   * - `may`: accepting and refusing are both lawful.
   * - `liberty`: lawful, and an RFC asks servers to accept it. A refusal is as grave as the row says.
   */
  readonly level: 'must' | 'should' | 'may' | 'liberty';
  readonly detail: string;
  /** Set where the row also covers graver faults. */
  readonly atMost?: 'warn' | 'info';
};
