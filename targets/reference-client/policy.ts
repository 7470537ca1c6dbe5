import type { AlgorithmName } from './proof/algorithms.ts';

/** What a lawful client may do in one way or another. The defaults claim everything and take the strict side. */
export interface Policy {
  /** Algorithms of the proofs, best first. The first one that the authorization server lists is taken. */
  readonly algorithms: readonly AlgorithmName[];
  /** How often a request that was challenged for a nonce is sent again. */
  readonly nonceRetries: number;
  /** What leads to such a retry: the error that asks for a nonce, or any that brings one (8). */
  readonly nonceRetryOn: 'use_dpop_nonce' | 'any-rejection';
  /** What a nonce belongs to: the origin and its role, or the origin alone. */
  readonly nonceKept: 'by-role' | 'by-origin';
  /** Whether the token endpoint is asked for a nonce before the first request. */
  readonly nonceFirst: 'awaited' | 'fetched';
  readonly jti: 'random' | 'uuid-v4' | 'uuid-v7';
  readonly iat: 'down' | 'up';
  /** Claims and header parameters that no rule asks for (4.2). */
  readonly extras: 'none' | 'registered' | 'own';
  /** Which token requests carry the ath of the token that they replace. */
  readonly ath: 'at-resources' | 'at-refresh-too';
  readonly metadataProof: boolean;
  /** Whether the metadata of a resource (RFC 9728) are read before the first call there. */
  readonly resourceMetadata: 'unread' | 'read';
  readonly keys: 'per-session' | 'per-process' | 'per-token';
  readonly refreshKey: 'same' | 'new-if-confidential';
  readonly redirects: 'followed' | 'returned';
  /** How `~` stands in the path of `htu`. RFC 3986 6.2.2.2 makes both spellings equal. */
  readonly tilde: 'plain' | 'encoded';
  readonly headerNames: 'usual' | 'lower-case' | 'upper-case';
  readonly scheme: 'DPoP' | 'dpop';
  readonly bearerToken: 'dropped' | 'asked-again';
  readonly connection: 'kept' | 'closed';
  /** What a pushed request is bound by. */
  readonly par: 'proof-and-asked' | 'proof-and-jkt' | 'jkt-alone';
  /** Whether a JWT access token is read, and left unused if it is not bound to the key. */
  readonly tokenRead: boolean;
  /** How often an idempotent request is sent again after a cut connection, a 429 or a 503. */
  readonly resends: number;
  /** Whether a request that was refused with `invalid_token` leads to a new token. */
  readonly renewal: boolean;
  readonly json: 'compact' | 'spaced';
}

export const usualPolicy: Policy = {
  algorithms: ['ES256', 'ES384', 'PS256', 'Ed25519', 'EdDSA'],
  nonceRetries: 2,
  nonceRetryOn: 'use_dpop_nonce',
  nonceKept: 'by-role',
  nonceFirst: 'awaited',
  jti: 'random',
  iat: 'down',
  extras: 'none',
  ath: 'at-resources',
  metadataProof: false,
  resourceMetadata: 'unread',
  keys: 'per-session',
  refreshKey: 'same',
  redirects: 'followed',
  tilde: 'plain',
  headerNames: 'usual',
  scheme: 'DPoP',
  bearerToken: 'dropped',
  connection: 'kept',
  par: 'proof-and-asked',
  tokenRead: false,
  resends: 1,
  renewal: false,
  json: 'compact',
};
