import { row } from './row.ts';

const as = { only: 'as' } as const;

/** Defects of codes, refresh tokens and client credentials that take several requests to show (sections 5, 10, 11.5). */
export const codeDefects = [
  row('dpop-jkt-front-ignored', '10-01b', 'dpop_jkt is honoured in pushed requests only.', as),
  row('dpop-jkt-ignored-without-par', '10-01', 'dpop_jkt is ignored, and there is no PAR.', {
    only: 'as',
    base: 'no-par',
  }),
  row('request-object-jkt-ignored', '10-01b 10-01', 'dpop_jkt of a request object is ignored.', as),
  row('request-object-query-wins', 'RFC9101-6.3-01', 'The query counts beside a request object.', as),
  row('dpop-jkt-malformed-ignored', '10-07', 'A dpop_jkt that is no thumbprint is ignored.', as),
  row('par-dpop-jkt-malformed-ignored', '10.1-07', 'PAR ignores a dpop_jkt that is no thumbprint.', as),
  row('par-dpop-jkt-needs-proof', '10.1-05', 'PAR takes dpop_jkt beside a proof only.', as),
  row('par-proof-unchecked-beside-jkt', '10.1-02', 'PAR does not look at a proof beside dpop_jkt.', as),
  row('par-proof-code-no-proof', '10.1-04', 'A code bound by a proof on PAR works without a proof.', as),
  row('par-jkt-code-no-proof', '10.1-05', 'A code bound by dpop_jkt on PAR works without a proof.', as),
  row('par-proof-code-refused', '10.1-06', 'A code bound by a proof on PAR fails with its own key.', as),
  row('code-reusable', 'RFC6749-4.1.2-01', 'A code works twice.', as),
  row('code-burnt-by-bad-proof', 'PM-GRANT-AFTER-REFUSAL', 'A bad proof uses up the code.', as),
  row('refresh-burnt-by-bad-proof', 'PM-GRANT-AFTER-REFUSAL', 'A bad proof uses up the refresh token.', as),
  row('refresh-rotated-unbound', '5-06', 'Of rotated refresh tokens only the first is bound.', as),
  row('refresh-rotated-no-proof', '5-07', 'A rotated refresh token works without a proof.', as),
  row('refresh-rotated-dead', '5-08', 'A rotated refresh token fails with its own key.', as),
  row('pkce-dropped-for-bound-code', 'RFC7636-4.6-01 RFC7636-4.6-02', 'A code bound to a key needs no verifier.', as),
  row('assertion-as-proof', '11.5-01-as', 'A client assertion serves as proof.', as),
  row('id-token-as-proof', '11.5-01-as', 'An ID Token serves as proof.', as),
  row('assertion-by-own-jwk', '11.5-02 RFC9126-2.1-01', 'An assertion is checked with the key that it brings.', as),
  row('introspection-open', 'RFC7662-2.1-01', 'Introspection asks for no credentials.', as),
] as const;
