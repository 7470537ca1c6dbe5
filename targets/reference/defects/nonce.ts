import { row } from './row.ts';

const both = { base: 'nonce-required' } as const;
const rotating = { base: 'nonce-rotating' } as const;
const as = { base: 'nonce-required', only: 'as' } as const;
const rs = { base: 'nonce-required', only: 'rs' } as const;

/** Defects of servers that demand a nonce (4.3 check 10, sections 8 and 9). */
export const nonceDefects = [
  row('nonce-not-supplied', 'as:8-03 rs:9-02', 'The challenge carries no DPoP-Nonce.', both),
  row('nonce-header-renamed', '12-03', 'The nonce comes in X-DPoP-Nonce.', both),
  row('nonce-in-underscore-too', '12-03', 'The nonce comes in DPoP_Nonce too.', both),
  row('nonce-challenge-code', 'as:8-02 rs:7.1-08 rs:9-02', 'A missing nonce is invalid_dpop_proof.', both),
  row('nonce-mismatch-code', 'as:8-05 rs:7.1-08', 'A wrong nonce is invalid_dpop_proof.', both),
  row('nonce-challenge-401', '8-02', 'The nonce challenge is a 401.', as),
  row('nonce-challenge-400', '9-02', 'The nonce challenge is a 400.', rs),
  row('nonce-any-accepted', '4.3-10-* as:8-07 rs:9-03', 'Any string is accepted as nonce.', both),
  row('nonce-prefix-compared', '4.3-10-*', 'Only the first eight characters of a nonce are compared.', both),
  row('nonce-case-folded', '4.3-10-*', 'Nonces are compared without case.', both),
  row('nonce-empty-accepted', '4.3-10-* 11.3-01-*', 'An empty nonce is accepted.', both),
  row('nonce-type-unchecked', '4.3-10-*', 'An array holding a good nonce is accepted.', both),
  row('nonce-non-string-accepted', '4.3-10-* as:8-07 rs:9-03', 'A nonce that is no string is not compared.', both),
  row('nonce-optional-after-challenge', '11.3-01-*', 'A key that was challenged before needs no nonce.', both),
  row('nonce-with-space', 'as:8.1-01 rs:8.1-02', 'The nonce has a space in it.', both),
  row('nonce-with-quote', 'as:8.1-01 rs:8.1-02', 'The nonce has a quotation mark in it.', both),
  row('nonce-two-lines', 'as:8-06 rs:9-05', 'Two DPoP-Nonce lines are sent.', both),
  row('nonce-counter', 'as:8-04 rs:9-12', 'Nonces count upwards.', rotating),
  row('nonce-timestamp', 'as:8-04 rs:9-12', 'The nonce is the time of day.', rotating),
  row('nonce-tiny', 'as:8-04 rs:9-12', 'The nonce has three digits.', both),
  row('nonce-never-stale', '4.3-10-* as:8-07 rs:9-03', 'A nonce is good for ever.', { base: 'nonce-short-lived' }),
  row('nonce-replaced-is-dead', 'ATP-DPOP-07', 'A nonce is dead as soon as another is given out.', {
    only: 'as',
    base: 'atproto-rotating',
  }),
  row('nonce-supplied-is-dead', 'as:8-09 rs:9-04', 'The nonce supplied does not work.', both),
  row('nonce-cacheable', '8.2-05', 'A GET answer with a nonce may be cached.', rs),
  row('nonce-cacheable-at-as', '8.2-04', 'An answer of the AS with a nonce may be cached.', as),
  row('nonce-shared-with-as', '9-06', 'The RS takes nonces of the AS.', rs),
  row('code-burnt-by-challenge', '8-09', 'The nonce challenge uses up the code.', as),
  row('refresh-burnt-by-challenge', '8-09', 'The nonce challenge uses up the refresh token.', as),
  row('par-nonce-not-demanded', '8-16', 'PAR takes proofs without nonce.', {
    ...as,
    policy: { parNonce: 'not-demanded' },
  }),
  row('cors-nonce-hidden', 'as:8-11 rs:9-11', 'DPoP-Nonce is not exposed to browsers.', both),
] as const;
