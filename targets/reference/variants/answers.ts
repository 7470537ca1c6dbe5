import { variant, type Variant } from './row.ts';

const freeCode = 'RFC 9449 5 names the code declaratively; RFC 6749 5.2 codes remain lawful.';

/** Lawful choices about tokens, challenges, errors and metadata. */
export const answerVariants: readonly Variant[] = [
  variant({
    id: 'invalid-request-code',
    policy: { asBadProofCode: 'invalid_request' },
    summary: 'The AS answers bad proofs with invalid_request.',
    lawful: freeCode,
  }),
  variant({
    id: 'two-proofs-invalid-request',
    policy: { twoProofsCode: 'invalid_request' },
    summary: 'Two proofs in one request are answered with invalid_request.',
    lawful: 'RFC 6749 5.2 and RFC 6750 3.1: the request is malformed.',
  }),
  variant({
    id: 'narrow-container',
    policy: { container: 'narrow' },
    summary: 'A container in front answers large header fields and odd octets with a page of its own.',
    lawful: 'RFC 9110 5.4 and 5.5: a server refuses what is larger than it wants, or no plain text.',
  }),
  variant({
    id: 'empty-header-no-proof',
    policy: { emptyHeader: 'no-proof' },
    summary: 'The AS takes an empty DPoP header for no proof and issues a Bearer token.',
    lawful: 'RFC 9449 4.1: an empty value is no proof; a plain token request is lawful.',
  }),
  variant({
    id: 'burns-grant-on-failure',
    policy: { burnsGrantOnFailure: true },
    summary: 'A failed attempt uses up code or refresh token, a nonce challenge excepted.',
    lawful: 'RFC 6749 4.1.2 and 10.5 ask for single use and leave failures to the server.',
  }),
  variant({
    id: 'confidential-refresh-bound',
    policy: { confidentialRefreshBound: true },
    summary: 'Refresh tokens of confidential clients are bound too.',
    lawful: 'RFC 9449 5 describes them as unbound, without a keyword.',
    claims: { confidentialRefresh: 'bound' },
  }),
  variant({
    id: 'bearer-for-proof',
    policy: { bearerForProof: true },
    summary:
      'The AS answers good proofs with unbound Bearer tokens; refresh tokens of public clients are bound all the same.',
    lawful: 'RFC 9449 5: the AS MAY issue a Bearer token.',
    claims: { tokenType: 'Bearer' },
  }),
  variant({
    id: 'endpoint-query',
    policy: { endpointQuery: '?tenant=one' },
    summary: 'The URL of the token endpoint has a query.',
    lawful: 'RFC 6749 3.2: it may have one, and it has to be kept.',
  }),
  variant({
    id: 'lowercase-token-type',
    policy: { tokenTypeDpop: 'dpop' },
    summary: 'token_type is "dpop".',
    lawful: 'RFC 6749 5.1: no case.',
  }),
  variant({
    id: 'rs-400',
    policy: { rsBadProofStatus: 400 },
    summary: 'The RS answers bad proofs with 400 and a challenge.',
    lawful: 'RFC 9449 7.1: the server "can" respond with 401.',
  }),
  variant({
    id: 'rs-401-on-all',
    policy: { rsMalformedStatus: 401 },
    summary: 'The RS answers malformed requests with 401 and a challenge.',
    lawful: 'RFC 6750 3.1: SHOULD, not MUST, be 400.',
  }),
  variant({
    id: 'no-error-codes',
    policy: { rsErrorCodes: false },
    summary: 'Challenges of the RS carry no error.',
    lawful: 'RFC 9449 7.1: error is a SHOULD; a warning at most.',
  }),
  variant({
    id: 'algs-listed-in-part',
    policy: { algsListedInFull: false },
    summary: 'Metadata name one algorithm, and all the usual ones work.',
    lawful: 'RFC 9449 5.1 asks for a list of supported algorithms; nothing forbids to take more.',
  }),
  variant({
    id: 'separate-challenges',
    policy: { separateChallenges: true },
    summary: 'Each challenge has its own WWW-Authenticate line.',
    lawful: 'RFC 9110 11.6.1.',
  }),
  variant({
    id: 'extra-challenge-params',
    policy: { extraChallengeParams: true },
    summary: 'Challenges carry realm, scope, resource_metadata and an unknown parameter.',
    lawful: 'RFC 9449 7.1: other parameters may be there.',
  }),
  variant({
    id: 'typ-media-type-lenient',
    policy: { typ: 'media-type' },
    summary: 'application/dpop+jwt and other case are accepted as typ.',
    lawful: 'RFC 7515 4.1.9.',
  }),
  variant({
    id: 'no-metadata',
    policy: { resourceMetadata: false },
    summary: 'The RS has no RFC 9728 metadata.',
    lawful: 'RFC 9728 is optional.',
    claims: {
      resourceMetadata: false,
    },
  }),
  variant({
    id: 'bearer-not-supported',
    policy: { rsBearer: false },
    summary: 'The RS takes bound tokens only and challenges with DPoP alone.',
    lawful: 'RFC 9728 2: dpop_bound_access_tokens_required.',
    claims: { bearer: false },
  }),
  variant({
    id: 'no-head',
    policy: { rsHead: false },
    summary: 'The resources have no route for HEAD.',
    lawful: 'RFC 9110 15.5.5: 404 need not be 405.',
  }),
  variant({
    id: 'no-cors',
    policy: { cors: false },
    summary: 'Browsers of other origins are not served.',
    lawful: 'CORS is optional.',
  }),
  variant({
    id: 'connections-lost',
    policy: { connections: 'lost-at-times' },
    summary: 'A kept connection ends now and then, with a request under way that has been served already.',
    lawful: 'RFC 9112 9.5: a server may close a connection at any time.',
  }),
  variant({
    id: 'connections-closed',
    policy: { connections: 'closed-at-times' },
    summary: 'A kept connection ends now and then after an answer, which says so.',
    lawful: 'RFC 9112 9.6: a server says close in the answer after which it closes.',
  }),
  variant({
    id: 'limited-at-times',
    policy: { limits: 'at-times' },
    summary: 'One request in twenty-nine is answered 429 and may come again at once.',
    lawful: 'RFC 6585 4: a server limits requests as it likes.',
  }),
  variant({
    id: 'away-once',
    policy: { limits: 'away-once' },
    summary: 'For two seconds every proof is answered 503.',
    lawful: 'RFC 9110 15.6.4: a server may be away for a while.',
  }),
  variant({
    id: 'front-channel-tokens',
    policy: { frontChannelTokens: 'unbound-clients' },
    summary: 'Clients that need not send proofs may get access tokens in authorization responses.',
    lawful: 'RFC 6749 4.2; RFC 9700 2.1.2 advises clients against it.',
  }),
  variant({
    id: 'no-response-iss',
    policy: { responseIss: 'none' },
    summary: 'Authorization responses name no issuer, and the metadata do not promise it.',
    lawful: 'RFC 9207 is optional.',
  }),
  variant({
    id: 'response-iss-unpromised',
    policy: { responseIss: 'unpromised' },
    summary: 'Authorization responses name the issuer, and the metadata do not say so.',
    lawful: 'RFC 9207 3: the member of the metadata may be left out.',
  }),
  variant({
    id: 'cors-for-one-origin',
    policy: { corsOrigin: 'one' },
    summary: 'The scripts of one origin are served, and every answer names that origin.',
    lawful: 'CORS is optional, and for whomever the server likes (Fetch standard).',
  }),
  variant({
    id: 'cors-fields-as-asked',
    policy: { corsFields: 'asked' },
    summary: 'A preflight allows the fields that it asks for, in the same spelling.',
    lawful: 'Fetch standard: the names of fields have no case.',
  }),
  variant({
    id: 'cors-wildcard',
    policy: { corsFields: 'wildcard' },
    summary: 'A preflight allows Authorization by its name and all else by *.',
    lawful: 'Fetch standard: without credentials * stands for every other field.',
  }),
  variant({
    id: 'slow',
    policy: { delayMs: 30 },
    summary: 'Every answer takes thirty milliseconds more.',
    lawful: 'No text forbids it.',
  }),
];
