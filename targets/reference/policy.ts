export type NonceMode = 'off' | 'offered' | 'period' | 'rotating' | 'single-use';

/** The choices that the RFCs leave to a server. */
export interface Policy {
  readonly algs: readonly string[];
  readonly typ: 'exact' | 'media-type';
  readonly htuMatch: 'normalised' | 'exact';
  readonly htuExtras: 'ignored' | 'query-ignored' | 'refused';
  readonly iatPast: number;
  readonly iatFuture: number;
  readonly iatInteger: boolean;
  readonly replay: 'off' | 'per-uri' | 'global';
  readonly jtiStoredFirst: boolean;
  readonly jtiMaxLength: number;
  readonly checkOrder: 'usual' | 'reversed' | 'nonce-first';
  readonly emptyHeader: 'refused' | 'no-proof';
  readonly asNonce: NonceMode;
  readonly rsNonce: NonceMode;
  readonly nonceReplacesIatAge: boolean;
  readonly unsolicitedNonce: 'ignored' | 'refused';
  readonly opaqueTokens: boolean;
  readonly bearerForProof: boolean;
  /** Part of the token endpoint URL, with its question mark. */
  readonly endpointQuery: string;
  readonly tokenTypeDpop: 'DPoP' | 'dpop';
  readonly clientAuthFirst: boolean;
  readonly asBadProofCode: 'invalid_dpop_proof' | 'invalid_request';
  readonly burnsGrantOnFailure: boolean;
  readonly confidentialRefreshBound: boolean;
  readonly rsProofFirst: boolean;
  readonly rsBadProofStatus: 400 | 401;
  readonly rsMalformedStatus: 400 | 401;
  readonly rsErrorCodes: boolean;
  readonly rsBearer: boolean;
  readonly resourceMetadata: boolean;
  readonly separateChallenges: boolean;
  readonly extraChallengeParams: boolean;
  readonly cors: boolean;
  readonly delayMs: number;
}

/** The strictest lawful server. */
export const strictPolicy: Policy = {
  algs: ['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'EdDSA', 'Ed25519'],
  typ: 'exact',
  htuMatch: 'normalised',
  htuExtras: 'ignored',
  iatPast: 300,
  iatFuture: 60,
  iatInteger: false,
  replay: 'per-uri',
  jtiStoredFirst: false,
  jtiMaxLength: 1024,
  checkOrder: 'usual',
  emptyHeader: 'refused',
  asNonce: 'off',
  rsNonce: 'off',
  nonceReplacesIatAge: false,
  unsolicitedNonce: 'ignored',
  opaqueTokens: false,
  bearerForProof: false,
  endpointQuery: '',
  tokenTypeDpop: 'DPoP',
  clientAuthFirst: false,
  asBadProofCode: 'invalid_dpop_proof',
  burnsGrantOnFailure: false,
  confidentialRefreshBound: false,
  rsProofFirst: false,
  rsBadProofStatus: 401,
  rsMalformedStatus: 400,
  rsErrorCodes: true,
  rsBearer: true,
  resourceMetadata: true,
  separateChallenges: false,
  extraChallengeParams: false,
  cors: true,
  delayMs: 0,
};
