export type NonceMode = 'off' | 'offered' | 'period' | 'rotating' | 'single-use';

/** The choices that the RFCs leave to a server. */
export interface Policy {
  readonly algs: readonly string[];
  /** Whether the metadata lists all of them. */
  readonly algsListedInFull: boolean;
  readonly typ: 'exact' | 'media-type';
  /** Ed25519 points of small order, which no text forbids. */
  readonly smallOrder: 'refused' | 'accepted';
  /** The members that show a private RSA key. */
  readonly privateKey: 'by-any-member' | 'by-d';
  readonly htuMatch: 'normalised' | 'exact';
  readonly htuExtras: 'ignored' | 'query-ignored' | 'refused';
  readonly iatPast: number;
  readonly iatFuture: number;
  readonly iatInteger: boolean;
  /** What happens to unused bits of the last character of a base64url segment (RFC 4648 3.5). */
  readonly spareBits: 'refused' | 'ignored';
  /** By what the memory of `jti` knows a proof: the URI with it, as compared or as spelt, or nothing else. */
  readonly replay: 'off' | 'per-uri' | 'per-htu-text' | 'global';
  readonly jtiStoredFirst: boolean;
  /** Each role may have two servers behind one name. They share everything, or everything but the memory of jti. */
  readonly replicas: 'none' | 'sharing' | 'remembering-apart';
  readonly jtiMaxLength: number;
  readonly checkOrder: 'usual' | 'reversed' | 'nonce-first';
  readonly emptyHeader: 'refused' | 'no-proof';
  /** Which clients get access tokens in authorization responses (RFC 6749 4.2). */
  readonly frontChannelTokens: 'none' | 'unbound-clients';
  /** Whether responses name the issuer (RFC 9207), and whether the metadata promise it. */
  readonly responseIss: 'promised' | 'unpromised' | 'none';
  /** Whether every token request has to carry a proof, for all clients. */
  readonly proofRequired: boolean;
  /** The grants that go without a proof all the same. */
  readonly proofExcused: readonly string[];
  /** Whether clients can be registered: by anybody, who can read and delete them too, or with an initial access token. */
  readonly registration: 'none' | 'open' | 'by-token';
  /** What becomes of dpop_bound_access_tokens then. */
  readonly registrationFlag: 'kept' | 'ignored' | 'replaced' | 'refused';
  readonly registrationAnswer: 'all' | 'credentials';
  readonly registeredClients: 'usable' | 'wait-for-approval';
  readonly missingProofCode: 'invalid_dpop_proof' | 'invalid_request';
  readonly pkceRequired: boolean;
  /** Whether a challenge may be the verifier itself (RFC 7636 4.2). */
  readonly pkcePlain: boolean;
  /** A request without code_challenge gets a code, which can never be redeemed. */
  readonly pkceAskedLate: boolean;
  /** Whether authorization requests have to be pushed. */
  readonly parRequired: boolean;
  /** Whether the metadata says so. */
  readonly parRequiredAnnounced: boolean;
  /** The methods of client authentication in the metadata. All of them work. */
  readonly authMethods: readonly string[];
  readonly tokenLifetime: number;
  /** Seconds for which the resources take an access token after its end. */
  readonly tokenLeeway: number;
  readonly asNonce: NonceMode;
  readonly rsNonce: NonceMode;
  /** In seconds. */
  readonly nonceLifetime: number;
  /** The holder for whose proofs a nonce works. Only the AS distinguishes clients. */
  readonly nonceBinding: 'none' | 'key' | 'client';
  readonly nonceSent: 'always' | 'on-challenge';
  /** Whether both roles give out and accept the same nonces. */
  readonly nonceShared: boolean;
  /** Whether a nonce comes under names that nobody registered as well. */
  readonly nonceNames: 'registered' | 'old-ones-too';
  readonly parNonce: 'as-token' | 'not-demanded';
  /** Whose proofs need a nonce of the AS, and at which resources proofs need one. Nonces mean nothing elsewhere. */
  readonly asNonceFor: 'all-clients' | 'confidential-clients';
  readonly rsNonceAt: 'all-resources' | 'all-but-other' | 'other-only';
  readonly nonceReplacesIatAge: boolean;
  readonly unsolicitedNonce: 'ignored' | 'refused';
  /** What becomes of the parameter `resource` of a token request (RFC 8707). */
  readonly resourceIndicator: 'honoured' | 'ignored' | 'refused';
  readonly opaqueTokens: boolean;
  readonly bearerForProof: boolean;
  /** The query of the token endpoint URL, with its question mark. */
  readonly endpointQuery: string;
  readonly tokenTypeDpop: 'DPoP' | 'dpop';
  readonly clientAuthFirst: boolean;
  readonly asBadProofCode: 'invalid_dpop_proof' | 'invalid_request';
  /** The code for two proofs in one request. */
  readonly twoProofsCode: 'invalid_dpop_proof' | 'invalid_request';
  readonly burnsGrantOnFailure: boolean;
  readonly confidentialRefreshBound: boolean;
  readonly refreshRotation: 'public' | 'always' | 'never';
  /** Whether a refresh token that is used after its rotation ends the whole family (RFC 9700 4.14.2). */
  readonly refreshReuseRevokes: boolean;
  readonly par: 'offered' | 'for-confidential-clients' | 'none';
  readonly requestObjects: boolean;
  readonly requestUriUse: 'once' | 'within-lifetime';
  /** Whether plain authorization requests bind the code, and what happens to a value that is no thumbprint. */
  readonly dpopJkt: 'honoured' | 'unknown' | 'compared-late';
  /** Whether authorization requests have to bind their codes: by dpop_jkt or a proof, or in pushed ones by a proof. */
  readonly codeBinding: 'optional' | 'demanded' | 'by-proof';
  /** Whether there is a token exchange (RFC 8693) for clients with a secret. */
  readonly tokenExchange: boolean;
  /** Whether unmarked clients get Bearer tokens in answer to a proof. */
  readonly bearerForUnmarked: boolean;
  readonly rsProofFirst: boolean;
  readonly rsBadProofStatus: 400 | 401;
  readonly rsMalformedStatus: 400 | 401;
  readonly rsErrorCodes: boolean;
  readonly rsBearer: boolean;
  /** Whether the resources know the method HEAD. */
  readonly rsHead: boolean;
  /** Whether they know PUT, PATCH and DELETE. */
  readonly rsWrites: boolean;
  /** Whether clients are given POST among other methods, POST alone, or the resources take nothing else. */
  readonly rsPost: 'among-others' | 'named-alone' | 'taken-alone';
  /** Whether resources want the field X-Api-Key, as a gateway in front of them may. */
  readonly rsApiKey: boolean;
  /** The answer of the resources to a request that is authorized. */
  readonly rsContent: 'found' | 'unprocessable';
  readonly resourceMetadata: boolean;
  readonly separateChallenges: boolean;
  readonly extraChallengeParams: boolean;
  readonly challengeOrder: 'used-first' | 'bearer-first';
  readonly challengeAlgs: boolean;
  readonly cnfJwk: boolean;
  readonly otherBindings: 'ignored' | 'refused';
  /** The answer to a token that is not live. */
  readonly rsRefusalStatus: 401 | 404;
  readonly answersOptions: boolean;
  readonly cors: boolean;
  /** Seconds that the clock of each role is ahead of the right time. */
  readonly asClock: number;
  readonly rsClock: number;
  /** The time in the field Date: by the role's own clock, so many seconds off the right time, no time at all, or none sent. */
  readonly dateField: 'own-clock' | 'nonsense' | 'missing' | number;
  /** The fields that a preflight allows: by their names, those asked for, or `*` (which does not cover Authorization). */
  readonly corsFields: 'named' | 'asked' | 'wildcard' | 'content-type-only';
  /** Whether the metadata are for scripts of other origins too. */
  readonly corsMetadata: boolean;
  /** Whose scripts may read the answers. */
  readonly corsOrigin: 'any' | 'one';
  readonly delayMs: number;
  /** Whether a kept connection ends now and then: with a request under way, which the server has read, or after an answer that says so. */
  readonly connections: 'kept' | 'lost-at-times' | 'closed-at-times';
  /** Whether a request is put off now and then, or everything for two seconds once. */
  readonly limits: 'none' | 'at-times' | 'away-once';
  /** What stands in front, and refuses in its own words what HTTP lets it refuse. */
  readonly container: 'none' | 'narrow';
  /** `name`: a host with letters; `default-port`: the default port of the scheme, where the machine allows it. */
  readonly address: 'number' | 'name' | 'default-port';
}

/** The strictest lawful server. */
export const strictPolicy: Policy = {
  algs: ['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'EdDSA', 'Ed25519'],
  algsListedInFull: true,
  typ: 'exact',
  smallOrder: 'refused',
  privateKey: 'by-any-member',
  htuMatch: 'normalised',
  htuExtras: 'ignored',
  iatPast: 300,
  iatFuture: 60,
  iatInteger: false,
  spareBits: 'refused',
  replay: 'per-uri',
  jtiStoredFirst: false,
  replicas: 'none',
  jtiMaxLength: 1024,
  checkOrder: 'usual',
  emptyHeader: 'refused',
  frontChannelTokens: 'none',
  responseIss: 'promised',
  proofRequired: false,
  proofExcused: [],
  registration: 'none',
  registrationFlag: 'kept',
  registrationAnswer: 'all',
  registeredClients: 'usable',
  missingProofCode: 'invalid_dpop_proof',
  pkceRequired: false,
  pkcePlain: false,
  pkceAskedLate: false,
  parRequired: false,
  parRequiredAnnounced: true,
  authMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  tokenLifetime: 300,
  tokenLeeway: 0,
  asNonce: 'off',
  rsNonce: 'off',
  nonceLifetime: 300,
  nonceBinding: 'none',
  nonceSent: 'always',
  nonceShared: false,
  nonceNames: 'registered',
  parNonce: 'as-token',
  asNonceFor: 'all-clients',
  rsNonceAt: 'all-resources',
  nonceReplacesIatAge: false,
  unsolicitedNonce: 'ignored',
  resourceIndicator: 'honoured',
  opaqueTokens: false,
  bearerForProof: false,
  endpointQuery: '',
  tokenTypeDpop: 'DPoP',
  clientAuthFirst: false,
  asBadProofCode: 'invalid_dpop_proof',
  twoProofsCode: 'invalid_dpop_proof',
  burnsGrantOnFailure: false,
  confidentialRefreshBound: false,
  refreshRotation: 'public',
  refreshReuseRevokes: false,
  par: 'offered',
  requestObjects: true,
  requestUriUse: 'once',
  dpopJkt: 'honoured',
  codeBinding: 'optional',
  tokenExchange: false,
  bearerForUnmarked: false,
  rsProofFirst: false,
  rsBadProofStatus: 401,
  rsMalformedStatus: 400,
  rsErrorCodes: true,
  rsBearer: true,
  rsHead: true,
  rsWrites: true,
  rsApiKey: false,
  rsPost: 'among-others',
  rsContent: 'found',
  resourceMetadata: true,
  separateChallenges: false,
  extraChallengeParams: false,
  challengeOrder: 'used-first',
  challengeAlgs: true,
  cnfJwk: false,
  otherBindings: 'ignored',
  rsRefusalStatus: 401,
  answersOptions: false,
  cors: true,
  asClock: 0,
  rsClock: 0,
  dateField: 'own-clock',
  corsFields: 'named',
  corsMetadata: true,
  corsOrigin: 'any',
  delayMs: 0,
  connections: 'kept',
  limits: 'none',
  container: 'none',
  address: 'number',
};
