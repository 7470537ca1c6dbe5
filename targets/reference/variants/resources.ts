import { variant, type Variant } from './row.ts';

const allAlgs = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA', 'Ed25519'];

/** Lawful peculiarities of the resource server and of the addresses of both servers. */
export const resourceVariants: readonly Variant[] = [
  variant({
    id: 'named-host',
    policy: { address: 'name' },
    summary: 'Both roles are at a host with letters.',
    lawful: 'RFC 3986 3.2.2.',
  }),
  variant({
    id: 'default-port',
    policy: { address: 'default-port' },
    summary: 'Both roles are at port 80.',
    lawful: 'RFC 3986 3.2.3.',
  }),
  variant({
    id: 'all-algorithms',
    policy: { algs: allAlgs },
    summary: 'Every signature algorithm is taken.',
    lawful: 'RFC 9449 5.1: local policy.',
  }),
  variant({
    id: 'ed448',
    policy: { algs: [...allAlgs, 'Ed448'] },
    summary: 'Ed448 is taken beside Ed25519, under its own name and under EdDSA.',
    lawful: 'RFC 8037 3.1 and RFC 9864 2.2.',
  }),
  variant({
    id: 'few-algorithms',
    policy: { algs: ['ES256', 'PS256', 'EdDSA'] },
    summary: 'One algorithm for each type of key is taken, and PS256 is the one for RSA.',
    lawful: 'RFC 9449 5.1: local policy.',
  }),
  variant({
    id: 'strong-algorithms',
    policy: { algs: ['ES384', 'PS384'] },
    summary: 'Only algorithms with SHA-384 are taken.',
    lawful: 'RFC 9449 5.1: local policy.',
  }),
  variant({
    id: 'bearer-challenge-first',
    policy: { challengeOrder: 'bearer-first' },
    summary: 'The Bearer challenge comes first, whatever scheme was used.',
    lawful: 'RFC 9110 11.6.1 gives challenges no order.',
  }),
  variant({
    id: 'no-challenge-algs',
    policy: { challengeAlgs: false },
    summary: 'The challenge has no algs.',
    lawful: 'RFC 9449 7.1: SHOULD.',
  }),
  variant({
    id: 'cnf-jwk-understood',
    policy: { cnfJwk: true },
    summary: 'A token without jkt is held against the jwk of its cnf.',
    lawful: 'RFC 9449 6: other ways to name the bound key are allowed; RFC 7800 3.2.',
  }),
  variant({
    id: 'other-bindings-refused',
    policy: { otherBindings: 'refused' },
    summary: 'A token that names a certificate or a second key beside jkt is refused.',
    lawful: 'RFC 7800 3.1: one key; RFC 8705 3: that binding would have to be checked as well.',
  }),
  variant({
    id: 'unknown-resource-hidden',
    policy: { rsRefusalStatus: 404 },
    summary: 'A good proof and a token that is none: 404, as if there were no such resource.',
    lawful: 'RFC 9110 15.5.4: a 404 may hide a resource from those who may not see it.',
  }),
  variant({
    id: 'writes-unknown',
    policy: { rsWrites: false },
    summary: 'PUT, PATCH and DELETE are answered with 405, whatever comes with them.',
    lawful: 'RFC 9110 15.5.6.',
  }),
  variant({
    id: 'options-with-allow',
    policy: { cors: false, answersOptions: true },
    summary: 'OPTIONS is answered to everybody with the methods, and nothing else.',
    lawful: 'RFC 9110 9.3.7.',
  }),
  variant({
    id: 'statuses-swapped',
    policy: { rsMalformedStatus: 401, rsBadProofStatus: 400, separateChallenges: true, extraChallengeParams: true },
    summary: 'Bad proofs get 400 and malformed requests 401, with all challenges in lines of their own.',
    lawful: 'RFC 9449 7.1: the server "can" respond with 401.',
  }),
  variant({
    id: 'api-key-wanted',
    policy: { rsApiKey: true },
    summary: 'Resources want an API key in a field of their own.',
    lawful: 'RFC 9449 says nothing of other fields; gateways often want one.',
  }),
  variant({
    id: 'post-named-alone',
    policy: { rsPost: 'named-alone' },
    summary: 'Clients use the resources with POST alone.',
    lawful: 'RFC 9110 9.3.3: what POST does is the choice of the resource.',
  }),
  variant({
    id: 'post-taken-alone',
    policy: { rsPost: 'taken-alone' },
    summary: 'The resources take POST alone.',
    lawful: 'RFC 9110 9.1: a resource need not have other methods (GraphQL has POST alone).',
  }),
  variant({
    id: 'lawful-answer-422',
    policy: { rsContent: 'unprocessable' },
    summary: 'Requests that are authorized are answered 422, since something beside the proof is missing.',
    lawful: 'RFC 9449 7.1 speaks of proofs and tokens; what else a resource wants is its own (OpenID4VCI: a c_nonce).',
  }),
];
