import type { Policy } from '../policy.ts';
import { demanded, nonces, variant, type Claims, type Variant } from './row.ts';

/** A server that follows the rules of a profile beside those of RFC 9449. */
function profiled(id: string, policy: Partial<Policy>, summary: string, claims: Claims = {}): Variant {
  const lawful = 'The profile of that name asks for it, and RFC 9449 leaves it open.';
  return { id, summary, lawful, claims, policy, profiles: [id] };
}

/** Correct servers for a profile, which the profile judges too. */
export const profileVariants: readonly Variant[] = [
  profiled(
    'fapi2',
    {
      proofRequired: true,
      pkceRequired: true,
      parRequired: true,
      authMethods: ['private_key_jwt'],
      algs: ['PS256', 'ES256', 'EdDSA', 'Ed25519'],
    },
    'As FAPI 2.0 asks: a proof with every token request, PAR, PKCE, few algorithms.',
  ),
  profiled('haip', { proofRequired: true, pkceRequired: true }, 'As HAIP 1.0 asks: FAPI 2.0 with any algorithm.'),
  profiled(
    'atproto',
    { ...nonces('period'), proofRequired: true, parRequired: true, confidentialRefreshBound: true },
    'As the AT Protocol asks: nonces, one key a session, PAR.',
    { ...demanded, confidentialRefresh: 'bound' },
  ),
  {
    ...variant({
      id: 'atproto-rotating',
      policy: { ...nonces('rotating'), proofRequired: true, parRequired: true, confidentialRefreshBound: true },
      summary: 'As the AT Protocol asks; every answer brings a new nonce.',
      lawful: 'atproto OAuth: nonces have to be rotated, and recent ones should still be taken.',
      claims: { ...demanded, confidentialRefresh: 'bound' },
    }),
    profiles: ['atproto'],
  },
  profiled('solid', {}, 'As Solid-OIDC asks, which is what everybody asks.'),
  profiled('camara', {}, 'As CAMARA asks: 400 invalid_dpop_proof where a proof is missing.'),
  profiled('mcp', { iatFuture: 300 }, 'As the MCP draft asks: proofs of five minutes either way.'),
];
