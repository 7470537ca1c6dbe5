import { challengeDefects } from './rs-challenge.ts';
import { credentialDefects } from './rs-credentials.ts';
import { boundTokenDefects } from './rs-token.ts';
import { guardDefects } from './rs-guards.ts';
import { row } from './row.ts';

/** Defects of the resource server outside the proof itself (sections 6, 7 and RFC 9728). */
export const resourceDefects = [
  row({
    id: 'key-binding-unchecked',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02', 'RFC9449-7.1-03'],
    summary: 'The proof key is not held against cnf.jkt.',
    only: 'rs',
  }),
  row({
    id: 'post-proof-unsigned',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'The signature of a proof is not verified for POST.',
    only: 'rs',
  }),
  row({
    id: 'post-ath-missing',
    breaks: ['RFC9449-4.3-12a'],
    summary: 'A proof without ath is accepted for POST.',
    only: 'rs',
  }),
  row({
    id: 'post-replayed',
    breaks: ['RFC9449-11.1-02'],
    summary: 'A proof may be used any number of times for POST.',
    only: 'rs',
  }),
  row({
    id: 'opaque-binding-unchecked',
    breaks: ['RFC9449-6.2-04'],
    summary: 'The binding of introspected tokens is not checked.',
    only: 'rs',
    base: 'opaque-tokens',
  }),
  row({
    id: 'empty-header-opens',
    breaks: ['RFC9449-4.3-02e', 'RFC9449-7.1-02'],
    summary: 'An empty DPoP header opens the resource.',
    only: 'rs',
  }),
  row({
    id: 'bound-as-bearer',
    breaks: ['RFC9449-7.2-01', 'RFC9449-7.2-11', 'RFC9700-2.2.1-02'],
    summary: 'A bound token works with the Bearer scheme.',
    only: 'rs',
  }),
  row({
    id: 'bound-as-bearer-with-proof',
    breaks: ['RFC9449-7.2-02'],
    summary: 'A bound token works as Bearer beside a proof.',
    only: 'rs',
  }),
  row({
    id: 'bound-as-bearer-on-post',
    breaks: ['RFC9449-7.2-11'],
    summary: 'A bound token works as Bearer for POST only.',
    only: 'rs',
  }),
  row({
    id: 'bound-as-bearer-on-other',
    breaks: ['RFC9449-7.2-11'],
    summary: 'A bound token works as Bearer at /resource/other only.',
    only: 'rs',
  }),
  row({
    id: 'query-token-accepted',
    breaks: ['RFC9449-7.2-03'],
    summary: 'A bound token works in the query.',
    only: 'rs',
  }),
  row({
    id: 'form-token-accepted',
    breaks: ['RFC9449-7.2-03'],
    summary: 'A bound token works in a form body.',
    only: 'rs',
  }),
  row({
    id: 'dpop-without-proof',
    breaks: ['RFC9449-7.1-02'],
    summary: 'The DPoP scheme works without a proof.',
    only: 'rs',
  }),
  row({
    id: 'proof-without-token',
    breaks: ['RFC9449-4-02'],
    summary: 'A proof alone opens the resource.',
    only: 'rs',
  }),
  row({
    id: 'unbound-with-dpop',
    breaks: ['RFC9449-6-03'],
    summary: 'An unbound token works with the DPoP scheme.',
    only: 'rs',
  }),
  row({
    id: 'unknown-cnf-as-bearer',
    breaks: ['RFC7800-3.1-03'],
    summary: 'A token whose cnf has no jkt is treated as Bearer.',
    only: 'rs',
  }),
  row({
    id: 'unknown-cnf-refused',
    breaks: ['RFC7800-3.1-02'],
    summary: 'A cnf with members beside jkt is refused.',
    only: 'rs',
  }),
  row({ id: 'token-exp-unchecked', breaks: ['RFC9449-3-03'], summary: 'Expired access tokens work.', only: 'rs' }),
  row({
    id: 'token-aud-unchecked',
    breaks: ['RFC9449-3-03'],
    summary: 'Access tokens for other audiences work.',
    only: 'rs',
  }),
  row({
    id: 'token-nbf-unchecked',
    breaks: ['RFC9449-3-03'],
    summary: 'Access tokens work before their nbf.',
    only: 'rs',
  }),
  row({
    id: 'token-iss-unchecked',
    breaks: ['RFC9449-3-03'],
    summary: 'Access tokens of other issuers work.',
    only: 'rs',
  }),
  row({
    id: 'token-signature-unchecked',
    breaks: ['RFC9449-3-03'],
    summary: 'The signature of access tokens is not verified.',
    only: 'rs',
  }),
  row({
    id: 'token-alg-none-accepted',
    breaks: ['RFC9449-3-03'],
    summary: 'Access tokens with alg none work.',
    only: 'rs',
  }),
  row({
    id: 'token-embedded-jwk-trusted',
    breaks: ['RFC9449-3-03'],
    summary: 'Access tokens are verified with the jwk of their own header.',
    only: 'rs',
  }),
  row({
    id: 'opaque-prefix-compared',
    breaks: ['RFC9449-3-03'],
    summary: 'Opaque access tokens are looked up by their first half.',
    only: 'rs',
    base: 'opaque-tokens',
  }),
  row({
    id: 'opaque-case-folded',
    breaks: ['RFC9449-3-03'],
    summary: 'Opaque access tokens are compared without case.',
    only: 'rs',
    base: 'opaque-tokens',
  }),
  row({
    id: 'opaque-revoked-accepted',
    breaks: ['RFC9449-3-03'],
    summary: 'Opaque access tokens work after they were revoked.',
    only: 'rs',
    base: 'opaque-tokens',
  }),
  row({
    id: 'opaque-exp-unchecked',
    breaks: ['RFC9449-3-03'],
    summary: 'Opaque access tokens work after they have expired.',
    only: 'rs',
    base: 'short-lived-tokens',
  }),
  row({
    id: 'proof-as-token',
    breaks: ['RFC8725-3.12-01'],
    summary: 'A proof serves as access token bound to its own key.',
    only: 'rs',
  }),
  row({
    id: 'sibling-token-refused',
    breaks: ['RFC9449-6-01'],
    summary: 'Only the first access token of a key works.',
    only: 'rs',
  }),
  ...boundTokenDefects,
  ...credentialDefects,
  ...guardDefects,
  ...challengeDefects,
] as const;
