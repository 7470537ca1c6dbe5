import { defined } from '../../defined.ts';
import type { SigningAlg } from '../../plan/values.ts';
import type { TokenChange } from '../../proof/draft.ts';
import type { ProofKey } from '../../proof/proof-key.ts';

export type IssuedToken = {
  readonly accessToken: string;
  /** Milliseconds since the epoch, both of them. */
  readonly issuedAt?: number;
  readonly expiresAt?: number;
};

/** A token of a token response, whose `expires_in` counts seconds (RFC 6749 §5.1). */
export function issuedToken(accessToken: string, expiresIn: unknown): IssuedToken {
  const issuedAt = Date.now();
  const expiresAt = typeof expiresIn === 'number' ? issuedAt + expiresIn * 1000 : undefined;
  return { accessToken, issuedAt, ...defined({ expiresAt }) };
}

/** Signs access tokens of any kind as the issuer that the resource server trusts. */
export type Minter = (change: TokenChange) => Promise<IssuedToken>;

/** A source of access tokens. `undefined` means that it cannot make such a token. */
export type Issuer = {
  /** The only key that its tokens can be bound to; absent where it binds to any. */
  readonly fixedKey?: ProofKey;
  readonly bound: (key: ProofKey) => Promise<IssuedToken | undefined>;
  /** Another token, bound to the same key. */
  readonly sibling: (key: ProofKey) => Promise<IssuedToken | undefined>;
  /** A token that is bound to the key, and then revoked (RFC 7009). */
  readonly revoked?: (key: ProofKey) => Promise<IssuedToken | undefined>;
  /** A token that is bound to the key and issued for another resource (RFC 8707). */
  readonly elsewhere?: (key: ProofKey) => Promise<IssuedToken | undefined>;
  readonly unbound: () => Promise<IssuedToken | undefined>;
  /** Present where Proofmark holds the issuer's key. */
  readonly mint?: Minter;
  /** Whether it can bind to a key of this algorithm. */
  readonly supports: (alg: SigningAlg) => boolean;
  readonly close: () => Promise<void>;
};
