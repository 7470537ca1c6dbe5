import type { Outcome } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';

/** One answer and what is known about the request it answers. */
export type Answer = {
  readonly place: Place;
  readonly method: string;
  readonly response: WireResponse;
  readonly outcome: Outcome;
  /** Milliseconds that it took, and that answers of this server usually take. */
  readonly took?: { readonly ms: number; readonly usualMs: number };
  /** Thumbprint of the key the proof was made with. */
  readonly proofJkt?: string;
  /** What the access token in the answer says of its key, where a record keeps that in place of the token. */
  readonly binding?: { readonly jkt?: unknown };
  /** The answer to a proof is an unbound token, where plain requests with a proof get bound ones. */
  readonly downgraded?: boolean;
  /** The authorization server answers plain requests with a proof by an unbound token, as RFC 9449 §5 allows. */
  readonly unbound?: boolean;
  /** The binding can be shown by introspection instead of in the token itself (RFC 9449 §6). */
  readonly introspectable?: boolean;
  /** How often a URL that the proof carried was followed. */
  readonly canaryVisits?: number;
  /** What the request asked for new tokens with. */
  readonly refreshToken?: string;
  /** The identifier that the metadata URL was built from. */
  readonly identifier?: string;
  /** The state of the authorization request that it answers. */
  readonly state?: string;
  /** The metadata promise `iss` in authorization responses (RFC 9207 §3). */
  readonly issPromised?: boolean;
  /** Where the metadata of the resource were found. */
  readonly metadataUrl?: string;
  /** Text that only the protected content has. */
  readonly protectedText?: string;
};

export type CheckResult = {
  /** `undefined`: nothing to judge, for example a binding that cannot be read out of an opaque token. */
  readonly ok: boolean | undefined;
  readonly expected: string;
  readonly got: string;
  /** Caps the severity where a breach may have a lawful explanation that one answer cannot show. */
  readonly atMost?: 'warn';
};

export function result(ok: boolean | undefined, expected: string, got: string): CheckResult {
  return { ok, expected, got };
}
