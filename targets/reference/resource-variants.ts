import { variant, type Variant } from './variant.ts';

const allAlgs = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'EdDSA', 'Ed25519'];

/** Lawful peculiarities of the resource server, and of where a server is. */
export const resourceVariants: readonly Variant[] = [
  variant('named-host', { address: 'name' }, 'Both roles are at a host with letters.', 'RFC 3986 3.2.2.'),
  variant('default-port', { address: 'default-port' }, 'Both roles are at port 80.', 'RFC 3986 3.2.3.'),
  variant('all-algorithms', { algs: allAlgs }, 'Every signature algorithm is taken.', 'RFC 9449 5.1: local policy.'),
  variant(
    'bearer-challenge-first',
    { challengeOrder: 'bearer-first' },
    'The Bearer challenge comes first, whatever scheme was used.',
    'RFC 9110 11.6.1 gives challenges no order.',
  ),
  variant('no-challenge-algs', { challengeAlgs: false }, 'The challenge has no algs.', 'RFC 9449 7.1: SHOULD.'),
  variant(
    'cnf-jwk-understood',
    { cnfJwk: true },
    'A token without jkt is held against the jwk of its cnf.',
    'RFC 9449 6: other ways to tell the bound key are allowed; RFC 7800 3.2.',
  ),
  variant(
    'other-bindings-refused',
    { otherBindings: 'refused' },
    'A token that names a certificate or a second key beside jkt is refused.',
    'RFC 7800 3.1: one key; RFC 8705 3: that binding would have to be checked as well.',
  ),
  variant(
    'unknown-resource-hidden',
    { rsRefusalStatus: 404 },
    'A good proof and a token that is none: 404, as if there were no such resource.',
    'RFC 9110 15.5.4: a 404 may hide a resource from those who may not see it.',
  ),
  variant(
    'options-with-allow',
    { cors: false, answersOptions: true },
    'OPTIONS is answered to everybody with the methods, and nothing else.',
    'RFC 9110 9.3.7.',
  ),
  variant(
    'statuses-swapped',
    { rsMalformedStatus: 401, rsBadProofStatus: 400, separateChallenges: true, extraChallengeParams: true },
    'Bad proofs get 400 and malformed requests 401, with all challenges in lines of their own.',
    'RFC 9449 7.1: the server "can" respond with 401.',
  ),
];
