import { row } from './row.ts';

const algs = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];
const fapi2 = { only: 'as', base: 'fapi2' } as const;
const haip = { only: 'as', base: 'haip' } as const;
const atproto = { only: 'as', base: 'atproto' } as const;
const camara = { only: 'as', base: 'camara' } as const;

/** What a profile forbids is a lawful choice elsewhere: the defect is another policy of the one role. */
export const profileDefects = [
  row('fapi2-proof-optional', 'FAPI2-5.3.2.1-04', 'Token requests need no proof.', {
    ...fapi2,
    policy: { proofRequired: false },
  }),
  row('fapi2-other-algs', 'FAPI2-5.4.1-01a-*', 'RS256 and ES384 are taken.', {
    base: 'fapi2',
    policy: { algs: [...algs, 'RS256', 'ES384'] },
  }),
  row('fapi2-secrets', 'FAPI2-5.3.2.1-06', 'Clients may authenticate by a secret.', {
    ...fapi2,
    policy: { authMethods: ['private_key_jwt', 'client_secret_basic'] },
  }),
  row('fapi2-public-clients', 'FAPI2-5.3.2.1-03', 'Public clients are served.', {
    ...fapi2,
    policy: { authMethods: ['private_key_jwt', 'none'] },
  }),
  row('fapi2-par-optional', 'FAPI2-5.3.2.2-03', 'PAR may be left out.', { ...fapi2, policy: { parRequired: false } }),
  row('fapi2-pkce-optional', 'FAPI2-5.3.2.2-05', 'PKCE may be left out.', {
    ...fapi2,
    policy: { pkceRequired: false },
  }),
  row('fapi2-iat-ahead-refused', 'FAPI2-5.3.2.1-14a', 'Proofs dated ahead are refused.', {
    ...fapi2,
    policy: { iatFuture: 1 },
  }),
  row('fapi2-iat-5-min-ahead', 'FAPI2-5.3.2.1-14b', 'Proofs dated five minutes ahead are taken.', {
    ...fapi2,
    policy: { iatFuture: 300 },
  }),
  row('fapi2-refresh-rotated', 'FAPI2-5.3.2.1-10', 'Every refresh gives a new refresh token.', {
    ...fapi2,
    policy: { refreshRotation: 'always' },
  }),
  row('haip-no-es256', 'HAIP-7-01', 'ES256 is not supported.', { ...haip, policy: { algs: ['PS256', 'ES384'] } }),

  row('atproto-proof-optional', 'ATP-DPOP-01', 'Token requests need no proof.', {
    ...atproto,
    policy: { proofRequired: false },
  }),
  row('atproto-nonce-optional', 'as:ATP-DPOP-04 rs:ATP-DPOP-05', 'Nonces are offered and not demanded.', {
    base: 'atproto',
    policy: { asNonce: 'offered', rsNonce: 'offered' },
  }),
  row('atproto-no-es256', 'ATP-META-01', 'ES256 is not supported.', {
    ...atproto,
    policy: { algs: ['PS256', 'RS256'] },
  }),
  row('atproto-par-optional', 'ATP-PAR-01', 'PAR may be left out.', { ...atproto, policy: { parRequired: false } }),
  row('atproto-token-hour', 'ATP-TOK-01', 'Access tokens live an hour.', {
    ...atproto,
    policy: { tokenLifetime: 3600 },
  }),
  row('atproto-refresh-unbound', 'ATP-TOK-02', 'Refresh tokens of confidential clients are not bound.', {
    ...atproto,
    policy: { confidentialRefreshBound: false },
  }),
  row('atproto-no-cors', 'ATP-CORS-01', 'Browsers of other origins are not served.', {
    ...atproto,
    policy: { cors: false },
  }),

  row('camara-bearer-for-proof', 'CAMARA-SCT-02', 'A proof is answered by a Bearer token.', {
    ...camara,
    policy: { bearerForProof: true },
  }),
  row('camara-missing-proof-code', 'CAMARA-SCT-03', 'A missing proof is an invalid_request.', {
    ...camara,
    policy: { missingProofCode: 'invalid_request' },
  }),
  row('camara-iat-wide', 'CAMARA-DPOP-02', 'Proofs dated half an hour off are taken.', {
    only: 'rs',
    base: 'camara',
    policy: { iatPast: 1800, iatFuture: 1800 },
  }),
  row('mcp-iat-wide', 'MCP-04', 'Proofs dated half an hour off are taken.', {
    only: 'rs',
    base: 'mcp',
    policy: { iatPast: 1800, iatFuture: 1800 },
  }),
  row('mcp-bad-proof-400', 'MCP-05', 'Bad proofs are answered with 400.', {
    only: 'rs',
    base: 'mcp',
    policy: { rsBadProofStatus: 400 },
  }),
] as const;
