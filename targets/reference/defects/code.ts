import { row } from './row.ts';

/** Defects of codes, refresh tokens and client credentials that only several requests show (sections 5, 10, 11.5). */
export const codeDefects = [
  row({
    id: 'dpop-jkt-front-ignored',
    breaks: ['RFC9449-10-01b'],
    summary: 'dpop_jkt is honoured in pushed requests only.',
    only: 'as',
  }),
  row({
    id: 'dpop-jkt-ignored-without-par',
    breaks: ['RFC9449-10-01'],
    summary: 'dpop_jkt is ignored, and there is no PAR.',
    only: 'as',
    base: 'no-par',
  }),
  row({
    id: 'request-object-jkt-ignored',
    breaks: ['RFC9449-10-01b', 'RFC9449-10-01'],
    summary: 'dpop_jkt of a request object is ignored.',
    only: 'as',
  }),
  row({
    id: 'request-object-query-wins',
    breaks: ['RFC9101-6.3-01'],
    summary: 'The query counts beside a request object.',
    only: 'as',
  }),
  row({
    id: 'dpop-jkt-malformed-ignored',
    breaks: ['RFC9449-10-07'],
    summary: 'A dpop_jkt that is no thumbprint is ignored.',
    only: 'as',
  }),
  row({
    id: 'par-dpop-jkt-malformed-ignored',
    breaks: ['RFC9449-10.1-07'],
    summary: 'PAR ignores a dpop_jkt that is no thumbprint.',
    only: 'as',
  }),
  row({
    id: 'par-dpop-jkt-needs-proof',
    breaks: ['RFC9449-10.1-05'],
    summary: 'PAR takes dpop_jkt beside a proof only.',
    only: 'as',
  }),
  row({
    id: 'par-proof-unchecked-beside-jkt',
    breaks: ['RFC9449-10.1-02'],
    summary: 'PAR does not look at a proof beside dpop_jkt.',
    only: 'as',
  }),
  row({
    id: 'par-proof-code-no-proof',
    breaks: ['RFC9449-10.1-04'],
    summary: 'A code bound by a proof on PAR works without a proof.',
    only: 'as',
  }),
  row({
    id: 'par-jkt-code-no-proof',
    breaks: ['RFC9449-10.1-05'],
    summary: 'A code bound by dpop_jkt on PAR works without a proof.',
    only: 'as',
  }),
  row({
    id: 'par-proof-code-refused',
    breaks: ['RFC9449-10.1-06'],
    summary: 'A code bound by a proof on PAR fails with its own key.',
    only: 'as',
  }),
  row({ id: 'code-reusable', breaks: ['RFC6749-4.1.2-01'], summary: 'A code works twice.', only: 'as' }),
  row({
    id: 'code-burnt-by-bad-proof',
    breaks: ['PM-GRANT-AFTER-REFUSAL'],
    summary: 'A bad proof uses up the code.',
    only: 'as',
  }),
  row({
    id: 'refresh-burnt-by-bad-proof',
    breaks: ['PM-GRANT-AFTER-REFUSAL'],
    summary: 'A bad proof uses up the refresh token.',
    only: 'as',
  }),
  row({
    id: 'refresh-rotated-unbound',
    breaks: ['RFC9449-5-06'],
    summary: 'Of rotated refresh tokens only the first is bound.',
    only: 'as',
  }),
  row({
    id: 'refresh-rotated-no-proof',
    breaks: ['RFC9449-5-07'],
    summary: 'A rotated refresh token works without a proof.',
    only: 'as',
  }),
  row({
    id: 'refresh-rotated-dead',
    breaks: ['RFC9449-5-08'],
    summary: 'A rotated refresh token fails with its own key.',
    only: 'as',
  }),
  row({
    id: 'pkce-dropped-for-bound-code',
    breaks: ['RFC7636-4.6-01', 'RFC7636-4.6-02'],
    summary: 'A code bound to a key needs no verifier.',
    only: 'as',
  }),
  row({
    id: 'assertion-as-proof',
    breaks: ['RFC9449-11.5-01'],
    summary: 'A client assertion serves as proof.',
    only: 'as',
  }),
  row({ id: 'id-token-as-proof', breaks: ['RFC9449-11.5-01'], summary: 'An ID Token serves as proof.', only: 'as' }),
  row({
    id: 'assertion-by-own-jwk',
    breaks: ['RFC9449-11.5-02', 'RFC9126-2.1-01'],
    summary: 'An assertion is checked with the key that it brings.',
    only: 'as',
  }),
  row({
    id: 'introspection-open',
    breaks: ['RFC7662-2.1-01'],
    summary: 'Introspection asks for no credentials.',
    only: 'as',
  }),
] as const;
