import { variant, type Variant } from './variant.ts';

/** Correct servers with lawful peculiarities of codes, refresh tokens and pushed requests. */
export const grantVariants: readonly Variant[] = [
  variant(
    'refresh-always-rotated',
    { refreshRotation: 'always', refreshReuseRevokes: true },
    'Every refresh gives a new refresh token, and an old one ends the whole family.',
    'RFC 6749 6 and RFC 9700 4.14.2.',
  ),
  variant(
    'refresh-never-rotated',
    { refreshRotation: 'never' },
    'Refresh tokens are never rotated, since they are bound.',
    'RFC 9700 2.2.2: sender-constrained or rotated.',
  ),
  variant(
    'pushed-only',
    { parRequired: true },
    'Authorization requests have to be pushed.',
    'RFC 9126 5: require_pushed_authorization_requests.',
  ),
  variant(
    'pushed-only-untold',
    { parRequired: true, parRequiredTold: false },
    'Authorization requests have to be pushed, and metadata does not tell.',
    'RFC 9126 6: a client may be registered so, whatever the metadata of the server says.',
  ),
  variant(
    'pkce-asked-late',
    { pkceAskedLate: true },
    'A code that was asked for without code_challenge is given, and refused when it is redeemed.',
    'RFC 7636 4.4.1 lets a server demand PKCE; no text says that it has to do so before the login.',
  ),
  variant('no-par', { par: 'none' }, 'There is no PAR; dpop_jkt is honoured all the same.', 'RFC 9126 is optional.'),
  variant(
    'dpop-jkt-unknown',
    { par: 'none', dpopJkt: 'unknown' },
    'There is no PAR, and dpop_jkt is a parameter like any that is not known.',
    'RFC 9449 10: OPTIONAL; its MUST read literally makes this a warning.',
  ),
  variant(
    'dpop-jkt-compared-late',
    { dpopJkt: 'compared-late' },
    'A dpop_jkt that is no thumbprint is taken, and no key ever matches it.',
    'RFC 9449 10 asks for the comparison only.',
  ),
  variant(
    'no-request-objects',
    { requestObjects: false },
    'Authorization requests cannot be signed.',
    'RFC 9101 and OpenID Connect Core 6 are optional.',
  ),
  variant(
    'request-uri-within-lifetime',
    { requestUriUse: 'within-lifetime' },
    'A request_uri works until it expires, so that a user may reload the page.',
    'RFC 9126 7.3: one-time use is a SHOULD.',
  ),
  variant(
    'bearer-for-unmarked',
    { bearerForUnmarked: true },
    'Only clients registered with dpop_bound_access_tokens get bound tokens.',
    'RFC 9449 5: the AS MAY issue a Bearer token.',
    { tokenType: 'Bearer' },
  ),
];
