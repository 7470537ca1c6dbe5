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
  /** Present once the server has demanded nonces: the values it would still take. */
  readonly nonces?: ReadonlySet<string>;
  /** Proof ids already accepted, with the URI each was used at. */
  readonly seen: readonly { readonly jti: string; readonly url: string }[];
};

export type Violation = {
  /** Row of the requirement catalogue, without role suffix, for example `RFC9449-4.3-04b`. */
  readonly requirement: string;
  /** `must`: the request has to be refused. `should`, `may`: a lawful server may take it. */
  readonly level: 'must' | 'should' | 'may';
  readonly detail: string;
};
