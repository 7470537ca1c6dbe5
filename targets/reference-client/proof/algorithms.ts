/** The algorithms that the client can sign with: RFC 7518 3.1, RFC 8037 3.1, RFC 9864 2.2. */
export const algorithmNames = ['ES256', 'ES384', 'PS256', 'RS256', 'Ed25519', 'EdDSA'] as const;

export type AlgorithmName = (typeof algorithmNames)[number];
