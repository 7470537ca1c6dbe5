import { variant, type Variant } from './row.ts';

/** Correct servers with lawful peculiarities of codes, refresh tokens and pushed requests. */
export const grantVariants: readonly Variant[] = [
  variant({
    id: 'refresh-always-rotated',
    policy: { refreshRotation: 'always', refreshReuseRevokes: true },
    summary: 'Every refresh gives a new refresh token, and an old one ends the whole family.',
    lawful: 'RFC 6749 6 and RFC 9700 4.14.2.',
  }),
  variant({
    id: 'refresh-never-rotated',
    policy: { refreshRotation: 'never' },
    summary: 'Refresh tokens are never rotated, since they are bound.',
    lawful: 'RFC 9700 2.2.2: sender-constrained or rotated.',
  }),
  variant({
    id: 'resource-ignored',
    policy: { resourceIndicator: 'ignored' },
    summary: 'The parameter resource of a token request changes nothing.',
    lawful: 'RFC 8707 is optional, and RFC 6749 3.2 has servers ignore what they do not know.',
  }),
  variant({
    id: 'resource-refused',
    policy: { resourceIndicator: 'refused' },
    summary: 'Tokens for a resource that nobody knows are not issued.',
    lawful: 'RFC 8707 2: invalid_target.',
  }),
  variant({
    id: 'pushed-only',
    policy: { parRequired: true },
    summary: 'Authorization requests have to be pushed.',
    lawful: 'RFC 9126 5: require_pushed_authorization_requests.',
  }),
  variant({
    id: 'pushed-only-unannounced',
    policy: { parRequired: true, parRequiredAnnounced: false },
    summary: 'Authorization requests have to be pushed, and metadata does not say so.',
    lawful: 'RFC 9126 6: a client may be registered so, whatever the metadata of the server says.',
  }),
  variant({
    id: 'pkce-asked-late',
    policy: { pkceAskedLate: true },
    summary: 'A code that was asked for without code_challenge is given, and refused when it is redeemed.',
    lawful: 'RFC 7636 4.4.1 lets a server demand PKCE; no text says that it has to do so before the login.',
  }),
  variant({
    id: 'no-par',
    policy: { par: 'none' },
    summary: 'There is no PAR; dpop_jkt is honoured all the same.',
    lawful: 'RFC 9126 is optional.',
  }),
  variant({
    id: 'par-for-confidential-clients',
    policy: { par: 'for-confidential-clients' },
    summary: 'Only clients that authenticate may push their requests.',
    lawful: 'RFC 9126 2 is optional, for each client too.',
  }),
  variant({
    id: 'dpop-jkt-unknown',
    policy: { par: 'none', dpopJkt: 'unknown' },
    summary: 'There is no PAR, and dpop_jkt is a parameter like any that is not known.',
    lawful: 'RFC 9449 10: OPTIONAL; its MUST read literally makes this a warning.',
  }),
  variant({
    id: 'dpop-jkt-compared-late',
    policy: { dpopJkt: 'compared-late' },
    summary: 'A dpop_jkt that is no thumbprint is taken, and no key ever matches it.',
    lawful: 'RFC 9449 10 asks for the comparison only.',
  }),
  variant({
    id: 'no-request-objects',
    policy: { requestObjects: false },
    summary: 'Authorization requests cannot be signed.',
    lawful: 'RFC 9101 and OpenID Connect Core 6 are optional.',
  }),
  variant({
    id: 'request-uri-within-lifetime',
    policy: { requestUriUse: 'within-lifetime' },
    summary: 'A request_uri works until it expires, so that a user may reload the page.',
    lawful: 'RFC 9126 7.3: one-time use is a SHOULD.',
  }),
  variant({
    id: 'bearer-for-unmarked',
    policy: { bearerForUnmarked: true },
    summary: 'Only clients registered with dpop_bound_access_tokens get bound tokens.',
    lawful: 'RFC 9449 5: the AS MAY issue a Bearer token.',
    claims: { tokenType: 'Bearer' },
  }),
  variant({
    id: 'code-binding-demanded',
    policy: { codeBinding: 'demanded' },
    summary: 'Authorization requests without dpop_jkt are refused, and pushed ones without it and without a proof.',
    lawful: 'RFC 9449 10 makes dpop_jkt optional for clients; what a server takes is its policy (RFC 6749 4.1.2.1).',
  }),
  variant({
    id: 'token-exchange',
    policy: { tokenExchange: true },
    summary: 'Clients get tokens by a token exchange, and another client, without grants, introspects them.',
    lawful: 'RFC 8693, RFC 7662 2.1.',
  }),
  variant({
    id: 'par-proof-demanded',
    policy: { codeBinding: 'by-proof', parRequired: true },
    summary: 'Authorization requests have to be pushed, with a proof.',
    lawful: 'RFC 9449 10.1 lets PAR bind the code by a proof; what a server takes is its policy.',
  }),
];
