import { row } from './row.ts';

const rs = { only: 'rs' } as const;
const opaque = { only: 'rs', base: 'opaque-tokens' } as const;
const boundOnly = { only: 'rs', base: 'bearer-not-supported' } as const;

/** Defects of the resource server outside the proof itself (sections 6, 7 and RFC 9728). */
export const resourceDefects = [
  row('key-binding-unchecked', '4.3-12e-rs 6-02 7.1-03', 'The proof key is not held against cnf.jkt.', rs),
  row('opaque-binding-unchecked', '6.2-04', 'The binding of introspected tokens is not checked.', opaque),
  row('empty-header-opens', '4.3-02e-rs 7.1-02', 'An empty DPoP header opens the resource.', rs),
  row('bound-as-bearer', '7.2-01 7.2-11 RFC9700-2.2.1-02', 'A bound token works with the Bearer scheme.', rs),
  row('bound-as-bearer-with-proof', '7.2-02', 'A bound token works as Bearer beside a proof.', rs),
  row('bound-as-bearer-on-post', '7.2-11', 'A bound token works as Bearer for POST only.', rs),
  row('bound-as-bearer-on-other', '7.2-11', 'A bound token works as Bearer at /resource/other only.', rs),
  row('query-token-accepted', '7.2-03', 'A bound token works in the query.', rs),
  row('form-token-accepted', '7.2-03', 'A bound token works in a form body.', rs),
  row('dpop-without-proof', '7.1-02', 'The DPoP scheme works without a proof.', rs),
  row('proof-without-token', '4-02', 'A proof alone opens the resource.', rs),
  row('unbound-with-dpop', '6-03', 'An unbound token works with the DPoP scheme.', rs),
  row('unknown-cnf-as-bearer', 'RFC7800-3.1-03', 'A token whose cnf has no jkt is treated as Bearer.', rs),
  row('unknown-cnf-refused', 'RFC7800-3.1-02', 'A cnf with members beside jkt is refused.', rs),
  row('token-exp-unchecked', '3-03', 'Expired access tokens work.', rs),
  row('token-aud-unchecked', '3-03', 'Access tokens for other audiences work.', rs),
  row('scheme-case-sensitive', '7.1-19 RFC9110-11.1-01', 'The scheme name is compared with case.', rs),
  row('two-spaces-refused', '7.1-23', 'Only one space may follow the scheme.', rs),
  row('two-authorizations-accepted', '7.2-06', 'Of two Authorization lines the first is used.', rs),
  row('no-challenge', '7.1-04 RFC9110-15.5.2-01 RFC6750-3-01', '401 comes without a challenge.', rs),
  row('challenge-bearer-only', '7.1-04', 'Challenges name only the Bearer scheme.', rs),
  row('challenge-error-in-bearer', '7.2-05', 'The error sits in the challenge of the other scheme.', rs),
  row('challenge-error-missing', '7.1-07', 'Challenges carry no error.', rs),
  row('challenge-unquoted', 'RFC9110-11.6.1-01', 'Challenge parameters with spaces are not quoted.', rs),
  row('error-without-credentials', '7.2-04', 'Without credentials the challenge has an error.', rs),
  row('algs-missing', '7.1-12', 'The challenge has no algs.', rs),
  row('algs-comma', '7.1-13', 'algs is separated by commas.', rs),
  row('algs-none', '7.1-13', 'algs lists none.', rs),
  row('algs-unsupported', '7.1-14', 'algs lists an algorithm that is refused.', rs),
  row('proof-error-invalid-token', '7.1-10', 'Bad proofs are reported as invalid_token.', rs),
  row('challenge-error-unregistered', '7.1-10', 'The error is spelt invalid_dpop.', rs),
  row('token-error-insufficient-scope', 'RFC6750-3.1-01', 'Bad tokens get 403 insufficient_scope.', rs),
  row('proxy-authenticate-sent', '7.1-17', 'The challenge is sent in Proxy-Authenticate too.', rs),
  row('cors-challenge-hidden', '7.1-16', 'WWW-Authenticate is not exposed to browsers.', rs),
  row('resource-metadata-other', 'RFC9728-3.3-01', 'The metadata names another resource.', rs),
  row('resource-metadata-algs-string', 'RFC9728-2-01', 'The metadata gives the algorithms as a string.', rs),
  row('resource-metadata-algs-none', 'RFC9728-2-01', 'The metadata lists none as an algorithm.', rs),
  row('resource-metadata-flag-string', 'RFC9728-2-03', 'The metadata gives the flag as a string.', rs),
  row('resource-metadata-text', 'RFC9728-3.2-01', 'The metadata is served as text/plain.', rs),
  row('bearer-despite-metadata', 'RFC9728-2-02', 'Unbound tokens work where metadata rules them out.', boundOnly),
] as const;
