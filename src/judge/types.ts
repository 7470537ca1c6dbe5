/** One HTTP request as the server receives it, and what the server could know. Times in seconds since the epoch. */
export type JudgedRequest = {
  readonly role: 'as' | 'rs';
  readonly method: string;
  /** The absolute URI that was really requested. */
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
};

export type JudgeContext = {
  readonly now: number;
  /** Live access tokens by value, with the thumbprint of the key each is bound to (`undefined`: unbound). */
  readonly tokens: ReadonlyMap<string, string | undefined>;
  /** Access tokens that the server may or may not take any more (revoked, about to expire), as above. */
  readonly doubtfulTokens?: ReadonlyMap<string, string | undefined>;
  /** Present once the server has demanded nonces: the values it would still take. */
  readonly nonces?: ReadonlySet<string>;
  /** Values that it may or may not take any more: given out long ago, used before, or by its other role. */
  readonly doubtfulNonces?: ReadonlySet<string>;
  /** Values that it gave out without demanding any: it may time a proof by one that it carries. */
  readonly offeredNonces?: ReadonlySet<string>;
  /** Proof ids already accepted, with the URI each was used at. */
  readonly seen: readonly { readonly jti: string; readonly url: string }[];
  /** Algorithms that proofs were accepted with here, and those that the server lists. Without it all are taken to work. */
  readonly algs?: { readonly proven: ReadonlySet<string>; readonly listed?: ReadonlySet<string> };
  /** A request that the server accepts. What of another, beside proof and access token, differs from it may be refused. */
  readonly lawful?: Omit<JudgedRequest, 'role'>;
};

export type Violation = {
  /** Row of the requirement catalogue, without role suffix, for example `RFC9449-4.3-04b`. */
  readonly requirement: string;
  /**
   * - `must`: the request has to be refused.
   * - `should`: a lawful server may take it, doing so is warned of at most.
   * - `may`: taking and refusing are both lawful.
   * - `liberty`: lawful, and an RFC asks servers to take it: a refusal is as grave as the row says.
   */
  readonly level: 'must' | 'should' | 'may' | 'liberty';
  readonly detail: string;
  /** The row speaks of graver things too. */
  readonly atMost?: 'warn' | 'info';
};
