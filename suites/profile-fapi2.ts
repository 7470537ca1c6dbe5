import { accepts, asPlaces, byAge, check, claim, lines, now, observes, rejects } from '../src/suite/define.ts';
import type { SigningAlg } from '../src/plan/values.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

const algs = 'dpop_signing_alg_values_supported';
const allowed = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];
const algorithms = 'FAPI2-5.4.1-01a';

function otherAlg(alg: SigningAlg): readonly Case[] {
  const name = alg.toLowerCase();
  return [
    rejects(`fapi2-alg-${name}`, `rejects a proof signed with ${alg}`, algorithms, [{ op: 'key', use: 'other', alg }], {
      at: asPlaces,
    }),
    observes(`fapi2-alg-${name}-at-resource`, `rejects at a resource a proof signed with ${alg}`, algorithms, [], {
      at: ['resource'],
      session: { alg },
      checks: [check(algorithms, { check: 'status', in: [400, 401] })],
    }),
  ];
}

/** @see https://openid.net/specs/fapi-security-profile-2_0-final.html and what HAIP 1.0 adds to it */
export const profileFapi2 = defineSuite({
  id: 'profile-fapi2',
  title: 'What FAPI 2.0 and HAIP ask of a DPoP server',
  section: 'FAPI 2.0 Security Profile, OpenID4VC HAIP 1.0',
  cases: [
    rejects(
      'fapi2-token-without-proof',
      'rejects a token request without a proof',
      'FAPI2-5.3.2.1-04',
      [lines('absent')],
      { at: ['token'], fault: 'proof-missing', why: 'Its token would be bound to nobody.' },
    ),
    accepts('fapi2-client-authentication', 'lists only client authentication by keys', 'FAPI2-5.3.2.1-06', [], {
      at: ['metadata'],
      // Other clients of the same server may authenticate otherwise.
      atMost: 'warn',
      checks: [
        check('FAPI2-5.3.2.1-06', {
          check: 'json-array-within',
          member: 'token_endpoint_auth_methods_supported',
          values: ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth', 'none'],
        }),
      ],
    }),
    accepts('fapi2-no-public-clients', 'lists no way for public clients', 'FAPI2-5.3.2.1-03', [], {
      at: ['metadata'],
      atMost: 'warn',
      checks: [
        check('FAPI2-5.3.2.1-03', {
          check: 'json-array-lacks',
          member: 'token_endpoint_auth_methods_supported',
          value: 'none',
        }),
      ],
    }),
    accepts('fapi2-par-required', 'tells that it takes pushed authorization requests only', 'FAPI2-5.3.2.2-03', [], {
      at: ['metadata'],
      // The profile does not ask for the member, but RFC 9126 §5 says what its absence means.
      atMost: 'warn',
      checks: [
        check('FAPI2-5.3.2.2-03', {
          check: 'json-member',
          member: 'require_pushed_authorization_requests',
          type: 'boolean',
        }),
        check('FAPI2-5.3.2.2-03', {
          check: 'json-equals',
          member: 'require_pushed_authorization_requests',
          value: true,
        }),
      ],
    }),
    rejects(
      'fapi2-par-without-pkce',
      'rejects a pushed authorization request without code_challenge',
      'FAPI2-5.3.2.2-05',
      [
        { op: 'form-remove', name: 'code_challenge' },
        { op: 'form-remove', name: 'code_challenge_method' },
      ],
      { at: ['par'], fault: 'request' },
    ),

    accepts(
      'fapi2-iat-8-s-ahead',
      'accepts a proof dated eight seconds ahead',
      'FAPI2-5.3.2.1-14a',
      [claim.set('iat', now(8))],
      { at: asPlaces, needs: ['clock-in-step'] },
    ),
    rejects(
      'fapi2-iat-75-s-ahead',
      'rejects a proof dated seventy-five seconds ahead',
      'FAPI2-5.3.2.1-14b',
      [claim.set('iat', now(75))],
      { ...byAge, at: asPlaces },
    ),
    rejects(
      'fapi2-iat-75-s-ahead-with-nonce',
      'rejects a proof dated seventy-five seconds ahead that has its nonce',
      'FAPI2-5.3.2.1-14b',
      [claim.set('iat', now(75))],
      {
        at: asPlaces,
        needs: ['clock-in-step', 'nonce-required'],
        atMost: 'warn',
        why: 'The profile knows no exception, but RFC 9449 §4.3 lets a nonce stand in for the age.',
      },
    ),

    accepts('fapi2-refresh-token-kept', 'gives no new refresh token for a refresh', 'FAPI2-5.3.2.1-10', [], {
      at: ['token'],
      needs: ['refresh-token', 'confidential-client'],
      session: { client: 'confidential', grant: 'refresh_token' },
      fault: 'grant',
      checks: [check('FAPI2-5.3.2.1-10', { check: 'refresh-token-kept' })],
    }),

    ...otherAlg('RS256'),
    ...otherAlg('ES384'),
    accepts('fapi2-algs-listed', 'lists only PS256, ES256 and EdDSA for proofs', algorithms, [], {
      at: ['metadata', 'resource-metadata'],
      checks: [check(algorithms, { check: 'json-array-within', member: algs, values: allowed })],
      // Other clients of the same server may use other algorithms.
      atMost: 'warn',
    }),

    accepts('haip-es256-listed', 'lists ES256 for proofs', 'HAIP-7-01', [], {
      at: ['metadata'],
      checks: [check('HAIP-7-01', { check: 'json-array-has', member: algs, value: 'ES256', optional: true })],
    }),
  ],
});
