/** A demand for a nonce in another spelling, and the rule of which a client breaks that does not read it. */
export type LawfulChallenge = {
  readonly lines: readonly string[];
  readonly requirement: string;
  readonly atMost?: 'warn';
};

/** All mean the same as the usual challenge. */
export const lawfulChallenges: readonly LawfulChallenge[] = [
  { lines: ['dpop error="use_dpop_nonce", algs="ES256 PS256"'], requirement: 'RFC9449-7.1-20' },
  { lines: ['DPOP error="use_dpop_nonce", algs="ES256 PS256"'], requirement: 'RFC9449-7.1-20' },
  { lines: ['DPoP error=use_dpop_nonce, algs="ES256 PS256"'], requirement: 'RFC9449-9-10' },
  { lines: ['DPoP algs="ES256 PS256", error="use_dpop_nonce"'], requirement: 'RFC9449-9-10' },
  {
    lines: ['DPoP realm="x", x-unknown="a, b", error="use_dpop_nonce", algs="ES256 PS256"'],
    requirement: 'RFC9449-7.1-15',
  },
  { lines: ['Bearer realm="r", DPoP error="use_dpop_nonce", algs="ES256 PS256"'], requirement: 'RFC9449-7.2-08' },
  {
    lines: ['DPoP   error = "use_dpop_nonce" ,  algs="ES256 PS256"'],
    requirement: 'RFC9449-9-10',
    atMost: 'warn',
  },
  {
    lines: ['Bearer realm="r"', 'DPoP error="use_dpop_nonce", algs="ES256 PS256"'],
    requirement: 'RFC9449-7.2-08',
  },
];
