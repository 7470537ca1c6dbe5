import type { Policy } from './policy.ts';

export interface Variant {
  readonly id: string;
  readonly summary: string;
  /** Why the RFC allows it. */
  readonly lawful: string;
  /** What a descriptor of this server would claim, where it differs from the strict server. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly policy: Partial<Policy>;
}

type Claims = Variant['claims'];

function variant(id: string, policy: Partial<Policy>, summary: string, lawful: string, claims: Claims = {}): Variant {
  return { id, summary, lawful, claims, policy };
}

const nonces = (mode: Policy['asNonce']): Partial<Policy> => ({ asNonce: mode, rsNonce: mode });
const demanded: Claims = { nonce: { as: 'required', rs: 'required' } };
const anyOrder = 'RFC 9449 4.3: the checks may be performed in any order.';
const window = 'RFC 9449 11.1 gives no number, only "preferably" seconds or minutes.';
const freeCode = 'RFC 9449 5 names the code declaratively; RFC 6749 5.2 codes remain lawful.';

/** Correct servers with lawful peculiarities: none may ever get a `fail`. */
export const variants: readonly Variant[] = [
  variant('strict', {}, 'The strictest lawful server.', 'It satisfies every MUST and SHOULD.'),
  variant(
    'no-replay-detection',
    { replay: 'off' },
    'A proof may be used again within its window.',
    'RFC 9449 11.1: servers "can" store jti; no BCP 14 keyword.',
    { replay: false },
  ),
  variant(
    'htu-exact-string',
    { htuMatch: 'exact' },
    'htu is compared as text, without normalisation.',
    'RFC 9449 4.3: normalisation is a SHOULD.',
  ),
  variant(
    'htu-query-refused',
    { htuExtras: 'refused' },
    'An htu with query or fragment is refused.',
    'RFC 9449 4.2: htu is defined without them.',
  ),
  variant(
    'htu-query-tolerated',
    { htuExtras: 'query-ignored' },
    'A query in htu is ignored, a fragment refused.',
    'RFC 9449 4.3 check 9 ignores it, 4.2 defines htu without it.',
  ),
  variant('nonce-required', nonces('period'), 'Both roles demand a nonce.', 'RFC 9449 8 and 9: MAY.', demanded),
  variant(
    'nonce-rotating',
    nonces('rotating'),
    'Every answer has a new nonce and only the newest three are good.',
    'RFC 9449 8: the nonce has to be a recent one; how recent is the choice of the server.',
    demanded,
  ),
  variant(
    'nonce-single-use',
    nonces('single-use'),
    'Every nonce is good once and every answer has a new one.',
    'RFC 9449 8.2: a new nonce may come at any time.',
    { ...demanded, nonceReuse: false },
  ),
  variant(
    'nonce-offered',
    nonces('offered'),
    'Nonces are offered on 2xx and never demanded.',
    'RFC 9449 8 leaves it to the server whether a nonce is needed; 11.3 read literally makes this a warning.',
    { nonce: { as: 'offered', rs: 'offered' } },
  ),
  variant('nonce-rs-only', { rsNonce: 'period' }, 'Only the RS demands a nonce.', 'RFC 9449 9: MAY.', {
    nonce: { rs: 'required' },
  }),
  variant('nonce-as-only', { asNonce: 'period' }, 'Only the AS demands a nonce.', 'RFC 9449 8: MAY.', {
    nonce: { as: 'required' },
  }),
  variant(
    'nonce-first',
    { ...nonces('period'), checkOrder: 'nonce-first' },
    'The nonce is checked before anything else of a proof.',
    anyOrder,
    demanded,
  ),
  variant(
    'nonce-ignores-iat',
    { ...nonces('period'), nonceReplacesIatAge: true },
    'With a good nonce the age of iat does not matter.',
    'RFC 9449 4.3 check 11: the time may be managed via the nonce.',
    { ...demanded, iatWithNonce: 'ignored' },
  ),
  variant(
    'unsolicited-nonce-refused',
    { unsolicitedNonce: 'refused' },
    'A nonce that was never issued is refused.',
    'RFC 9449 does not say what happens to one.',
  ),
  variant('opaque-tokens', { opaqueTokens: true }, 'Access tokens are opaque.', 'RFC 9449 6.2.', { tokens: 'opaque' }),
  variant('es256-only', { algs: ['ES256'] }, 'Only ES256 is supported.', 'RFC 9449 5.1: local policy.', {
    algs: ['ES256'],
  }),
  variant('narrow-iat', { iatPast: 10, iatFuture: 10 }, 'The iat window is ten seconds each way.', window),
  variant('wide-iat', { iatPast: 1800, iatFuture: 300 }, 'The iat window is -1800 to +300 seconds.', window),
  variant('no-future-iat', { iatFuture: 1 }, 'Proofs dated ahead are refused.', 'RFC 9449 11.1: future iat is a MAY.'),
  variant('integer-iat', { iatInteger: true }, 'A fractional iat is refused.', 'GRADING: characterisation only.'),
  variant(
    'global-jti',
    { replay: 'global' },
    'A jti is good once in the whole server, whatever the URI or role.',
    'RFC 9449 4.2: jti is unique per proof, so a lawful client never notices.',
  ),
  variant(
    'jti-stored-first',
    { jtiStoredFirst: true },
    'A jti is used up even when its proof fails a later check.',
    anyOrder,
  ),
  variant(
    'large-jti-refused',
    { jtiMaxLength: 100 },
    'A jti above 100 characters is refused.',
    'RFC 9449 11.1: servers should refuse needlessly large values.',
  ),
  variant('checks-reversed', { checkOrder: 'reversed' }, 'The proof checks run from last to first.', anyOrder),
  variant(
    'client-auth-first',
    { clientAuthFirst: true },
    'The client is authenticated before its proof is looked at.',
    'RFC 6749 fixes no order.',
  ),
  variant(
    'proof-first',
    { rsProofFirst: true },
    'Both roles look at the proof before client or access token.',
    'RFC 9449 7.1 fixes no order.',
  ),
  variant(
    'token-first',
    { clientAuthFirst: true, rsProofFirst: false },
    'Both roles look at client or access token before the proof.',
    'RFC 9449 7.1 fixes no order.',
  ),
  variant(
    'invalid-request-code',
    { asBadProofCode: 'invalid_request' },
    'The AS answers bad proofs with invalid_request.',
    freeCode,
  ),
  variant(
    'empty-header-no-proof',
    { emptyHeader: 'no-proof' },
    'The AS takes an empty DPoP header for no proof and issues a Bearer token.',
    'RFC 9449 4.1: an empty value is no proof; a plain token request is lawful.',
  ),
  variant(
    'burns-grant-on-failure',
    { burnsGrantOnFailure: true },
    'A failed attempt uses up code or refresh token, a nonce challenge excepted.',
    'RFC 6749 4.1.2 and 10.5 ask for single use and leave failures to the server.',
  ),
  variant(
    'confidential-refresh-bound',
    { confidentialRefreshBound: true },
    'Refresh tokens of confidential clients are bound too.',
    'RFC 9449 5 describes them as unbound, without a keyword.',
    { confidentialRefresh: 'bound' },
  ),
  variant(
    'bearer-for-proof',
    { bearerForProof: true },
    'The AS answers good proofs with unbound Bearer tokens; refresh tokens of public clients are bound all the same.',
    'RFC 9449 5: the AS MAY issue a Bearer token.',
    { tokenType: 'Bearer' },
  ),
  variant(
    'endpoint-query',
    { endpointQuery: '?tenant=one' },
    'The URL of the token endpoint has a query.',
    'RFC 6749 3.2: it may have one, and it has to be kept.',
  ),
  variant('lowercase-token-type', { tokenTypeDpop: 'dpop' }, 'token_type is "dpop".', 'RFC 6749 5.1: no case.'),
  variant(
    'rs-400',
    { rsBadProofStatus: 400 },
    'The RS answers bad proofs with 400 and a challenge.',
    'RFC 9449 7.1: the server "can" respond with 401.',
  ),
  variant(
    'rs-401-on-all',
    { rsMalformedStatus: 401 },
    'The RS answers malformed requests with 401 and a challenge.',
    'RFC 6750 3.1: SHOULD, not MUST, be 400.',
  ),
  variant(
    'no-error-codes',
    { rsErrorCodes: false },
    'Challenges of the RS carry no error.',
    'RFC 9449 7.1: error is a SHOULD; a warning at most.',
  ),
  variant(
    'separate-challenges',
    { separateChallenges: true },
    'Each challenge has its own WWW-Authenticate line.',
    'RFC 9110 11.6.1.',
  ),
  variant(
    'extra-challenge-params',
    { extraChallengeParams: true },
    'Challenges carry realm, scope, resource_metadata and an unknown parameter.',
    'RFC 9449 7.1: other parameters may be there.',
  ),
  variant(
    'typ-media-type-lenient',
    { typ: 'media-type' },
    'application/dpop+jwt and other case are accepted as typ.',
    'RFC 7515 4.1.9.',
  ),
  variant('no-metadata', { resourceMetadata: false }, 'The RS has no RFC 9728 metadata.', 'RFC 9728 is optional.', {
    resourceMetadata: false,
  }),
  variant(
    'bearer-not-supported',
    { rsBearer: false },
    'The RS takes bound tokens only and challenges with DPoP alone.',
    'RFC 9728 2: dpop_bound_access_tokens_required.',
    { bearer: false },
  ),
  variant('no-cors', { cors: false }, 'Browsers of other origins are not served.', 'CORS is optional.'),
  variant('slow', { delayMs: 30 }, 'Every answer takes thirty milliseconds more.', 'No text forbids it.'),
];
