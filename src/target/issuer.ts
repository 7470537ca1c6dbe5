import type { SigningAlg } from '../plan/values.ts';
import type { ProofKey } from '../proof/keys.ts';

export type IssuedToken = {
  readonly accessToken: string;
  /** Milliseconds since the epoch, where it is known. */
  readonly expiresAt?: number;
};

/** Where access tokens come from. `undefined` means that this source cannot make such a token. */
export type Issuer = {
  /** The only key that its tokens are bound to, for a source that cannot bind to others. */
  readonly fixedKey?: ProofKey;
  readonly bound: (key: ProofKey) => Promise<IssuedToken | undefined>;
  readonly sibling: (key: ProofKey) => Promise<IssuedToken | undefined>;
  readonly unbound: () => Promise<IssuedToken | undefined>;
  readonly supports: (alg: SigningAlg) => boolean;
  readonly close: () => Promise<void>;
};
