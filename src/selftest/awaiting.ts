const mint = 'needs access tokens minted for the case (expired, for another audience, with another cnf)';
const codeBinding = 'needs authorization requests with dpop_jkt or a pushed request, redeemed afterwards';
const nonces = 'needs many nonces collected and compared, or waited for';
const race = 'needs the same proof sent many times at once';

/** Mutants that no case can tell yet, each with what is lacking. The self-test fails when one of them is told after all. */
export const awaiting: Readonly<Record<string, string | undefined>> = {
  'as-replay-not-atomic': race,
  'rs-replay-not-atomic': race,
  'as-nonce-counter': nonces,
  'rs-nonce-counter': nonces,
  'as-nonce-never-stale': nonces,
  'rs-nonce-never-stale': nonces,
  'as-code-other-key': codeBinding,
  'as-code-no-proof': codeBinding,
  'as-code-right-key-refused': codeBinding,
  'as-dpop-jkt-ignored': codeBinding,
  'as-par-dpop-jkt-ignored': codeBinding,
  'as-par-proof-not-binding': codeBinding,
  'as-request-uri-any-client': codeBinding,
  'as-request-uri-reusable': codeBinding,
  'as-verifier-without-challenge': 'needs authorization requests without code_challenge',
  'as-secret-post-without-dpop': 'needs a control without a proof, to tell it from a wrong client secret',
  'as-assertion-typ-unchecked': 'needs proofs with the claims of a client assertion',
  'as-introspection-inactive-leaks': 'needs access tokens that have expired or been revoked',
  'as-metadata-algs-incomplete': 'RFC 9449 §5.1 lets a server take more than it lists: nothing to judge',
  'rs-hs256-oct-accepted': mint,
  'rs-rsa-1024-accepted': mint,
  'rs-unknown-cnf-as-bearer': mint,
  'rs-unknown-cnf-refused': mint,
  'rs-token-exp-unchecked': mint,
  'rs-token-aud-unchecked': mint,
  'rs-algs-unsupported': 'needs a token bound to a key of every algorithm that the challenge names',
  'rs-bearer-despite-metadata': 'needs the metadata of the resource to select cases',
};
