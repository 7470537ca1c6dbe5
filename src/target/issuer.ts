import type { SigningAlg } from '../plan/values.ts';
import type { TokenChange } from '../proof/draft.ts';
import type { ProofKey } from '../proof/proof-key.ts';

export type IssuedToken = {
  readonly accessToken: string;
  /** Milliseconds since the epoch, where it is known. */
  readonly expiresAt?: number;
};

/** Signs access tokens of any kind as the issuer that the resource server trusts. */
export type Minter = (change: TokenChange) => Promise<IssuedToken>;

/** Where access tokens come from. `undefined` means that this source cannot make such a token. */
export type Issuer = {
  /** The only key that its tokens are bound to, for a source that cannot bind to others. */
  readonly fixedKey?: ProofKey;
  readonly bound: (key: ProofKey) => Promise<IssuedToken | undefined>;
  readonly sibling: (key: ProofKey) => Promise<IssuedToken | undefined>;
  /** Bound to the key, then revoked (RFC 7009). */
  readonly revoked?: (key: ProofKey) => Promise<IssuedToken | undefined>;
  readonly unbound: () => Promise<IssuedToken | undefined>;
  /** Where Proofmark holds the issuer's key. */
  readonly mint?: Minter;
  readonly supports: (alg: SigningAlg) => boolean;
  readonly close: () => Promise<void>;
};
