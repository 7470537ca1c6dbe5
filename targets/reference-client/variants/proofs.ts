import { variant, type Variant } from './row.ts';

const algorithms = 'RFC 9449 4.2: any registered asymmetric algorithm that both sides support.';

/** Lawful choices about proofs and their keys. */
export const proofVariants: readonly Variant[] = [
  variant({
    id: 'usual',
    policy: {},
    summary: 'The usual client: it does everything.',
    lawful: 'It satisfies every MUST and SHOULD.',
  }),
  variant({
    id: 'rs256',
    policy: { algorithms: ['RS256'] },
    summary: 'Proofs are signed with RS256 and 2048 bits.',
    lawful: algorithms,
  }),
  variant({
    id: 'ps256',
    policy: { algorithms: ['PS256'] },
    summary: 'Proofs are signed with PS256.',
    lawful: algorithms,
  }),
  variant({
    id: 'es384',
    policy: { algorithms: ['ES384', 'ES256'] },
    summary: 'Proofs are signed with ES384 where that is listed.',
    lawful: algorithms,
  }),
  variant({
    id: 'ed25519',
    policy: { algorithms: ['Ed25519', 'EdDSA', 'ES256'] },
    summary: 'Proofs are signed with Ed25519 where that is listed.',
    lawful: `${algorithms} RFC 9864 2.2 registers Ed25519.`,
  }),
  variant({
    id: 'es256-alone',
    policy: { algorithms: ['ES256'] },
    summary: 'The client knows ES256 alone, and stops where it is not listed.',
    lawful: 'RFC 9449 5.1: the list is for the client to choose from; no text makes it support more than one.',
  }),
  variant({
    id: 'key-per-process',
    policy: { keys: 'per-process' },
    summary: 'All sessions of a process share one key.',
    lawful: 'RFC 9449 4: a client may use one key for several tokens; no text limits the life of a key.',
  }),
  variant({
    id: 'key-per-token',
    policy: { keys: 'per-token' },
    summary: 'Every grant gets a key of its own.',
    lawful: 'RFC 9449 5: a token is bound to the key of its own token request.',
  }),
  variant({
    id: 'refresh-with-new-key-if-confidential',
    policy: { refreshKey: 'new-if-confidential' },
    summary: 'A confidential client refreshes with a new key.',
    lawful: 'RFC 9449 5: refresh tokens of confidential clients are not bound to the key of the proof.',
  }),
  variant({
    id: 'claims-registered',
    policy: { extras: 'registered' },
    summary: 'Proofs have exp, nbf and iss, and a kid in their header.',
    lawful: 'RFC 9449 4.2: the proof may have other claims and header parameters.',
  }),
  variant({
    id: 'claims-own',
    policy: { extras: 'own' },
    summary: 'Proofs have claims of their own, and the jwk has use and alg.',
    lawful: 'RFC 9449 4.2: other claims are allowed; RFC 7517 4: so are the other public members of a key.',
  }),
  variant({
    id: 'ath-at-refresh',
    policy: { ath: 'at-refresh-too' },
    summary: 'The proof of a refresh has the ath of the token that is replaced.',
    lawful: 'RFC 9449 4.2: other claims are allowed; no text forbids ath at the token endpoint.',
  }),
  variant({
    id: 'jti-uuid-v4',
    policy: { jti: 'uuid-v4' },
    summary: 'The jti is a UUID of version 4.',
    lawful: 'RFC 9449 4.2 names it.',
  }),
  variant({
    id: 'jti-uuid-v7',
    policy: { jti: 'uuid-v7' },
    summary: 'The jti is a UUID of version 7.',
    lawful: 'RFC 9449 4.2: 96 random bits are one way to be unique; RFC 9562 6.9: version 7 is another one.',
  }),
  variant({
    id: 'iat-rounded-up',
    policy: { iat: 'up' },
    summary: 'The iat is the next full second.',
    lawful: 'RFC 9449 4.2 does not say how it is rounded; servers allow for more (11.1).',
  }),
  variant({
    id: 'tilde-encoded',
    policy: { tilde: 'encoded' },
    summary: 'A "~" of the path is %7E in htu.',
    lawful: 'RFC 9449 4.3: both are equal after the normalisation of RFC 3986 6.2.2.',
  }),
  variant({
    id: 'json-spaced',
    policy: { json: 'spaced' },
    summary: 'The JSON of header and payload has white space and line feeds.',
    lawful: 'RFC 7519 7.1: "white space is explicitly allowed in the representation".',
  }),
];
