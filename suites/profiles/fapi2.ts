import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { asPlaces, authorization, byAge, claim, lines, now } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * What FAPI 2.0 asks of a DPoP server.
 *
 * @see https://openid.net/specs/fapi-security-profile-2_0-final.html
 */
export const fapi2Cases: readonly Case[] = [
  rejects({
    id: 'fapi2-token-without-proof',
    title: 'rejects a token request without a proof',
    requirements: ['FAPI2-5.3.2.1-04'],
    why: 'Its token would be bound to nobody.',
    at: ['token'],
    fault: 'proof-missing',
    delta: [lines('absent')],
  }),
  rejects({
    id: 'fapi2-code-without-proof',
    title: 'rejects a code without a proof',
    requirements: ['FAPI2-5.3.2.1-04'],
    why: 'Its token would be bound to nobody.',
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'proof-missing',
    delta: [lines('absent')],
  }),
  rejects({
    id: 'fapi2-refresh-without-proof',
    title: 'rejects a refresh token without a proof',
    requirements: ['FAPI2-5.3.2.1-04'],
    why: 'Its token would be bound to nobody.',
    at: ['token'],
    needs: ['refresh-token'],
    session: { grant: 'refresh_token' },
    fault: 'proof-missing',
    delta: [lines('absent')],
  }),
  accepts({
    id: 'fapi2-client-authentication',
    title: 'lists only client authentication by keys',
    requirements: ['FAPI2-5.3.2.1-06'],
    at: ['metadata'],
    // Other clients of the same server may authenticate in another way.
    atMost: 'warn',
    checks: [
      {
        requirement: 'FAPI2-5.3.2.1-06',
        that: {
          check: 'json-array-within',
          member: 'token_endpoint_auth_methods_supported',
          values: ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth', 'none'],
        },
      },
    ],
  }),
  accepts({
    id: 'fapi2-no-public-clients',
    title: 'lists no way for public clients',
    requirements: ['FAPI2-5.3.2.1-03'],
    at: ['metadata'],
    atMost: 'warn',
    checks: [
      {
        requirement: 'FAPI2-5.3.2.1-03',
        that: { check: 'json-array-lacks', member: 'token_endpoint_auth_methods_supported', value: 'none' },
      },
    ],
  }),
  accepts({
    id: 'fapi2-par-required',
    title: 'announces that it takes pushed authorization requests only',
    requirements: ['FAPI2-5.3.2.2-03'],
    at: ['metadata'],
    // The profile does not ask for the member, but RFC 9126 §5 says what its absence means.
    atMost: 'warn',
    checks: [
      {
        requirement: 'FAPI2-5.3.2.2-03',
        that: { check: 'json-member', member: 'require_pushed_authorization_requests', type: 'boolean' },
      },
      {
        requirement: 'FAPI2-5.3.2.2-03',
        that: { check: 'json-equals', member: 'require_pushed_authorization_requests', value: true },
      },
    ],
  }),
  rejects({
    id: 'fapi2-par-without-pkce',
    title: 'rejects a pushed authorization request without code_challenge',
    requirements: ['FAPI2-5.3.2.2-05'],
    at: ['par'],
    fault: 'request',
    delta: [
      { op: 'form-remove', name: 'code_challenge' },
      { op: 'form-remove', name: 'code_challenge_method' },
    ],
  }),
  rejects({
    id: 'fapi2-par-plain-pkce',
    title: 'rejects a pushed authorization request whose code_challenge_method is plain',
    requirements: ['FAPI2-5.3.2.2-05'],
    why: 'Whoever reads such a request has the verifier.',
    at: ['par'],
    fault: 'request',
    delta: [{ op: 'form-set', name: 'code_challenge_method', value: 'plain' }],
  }),
  rejects({
    id: 'fapi2-front-channel-request',
    title: 'rejects an authorization request that was not pushed',
    requirements: ['FAPI2-5.3.2.2-03'],
    at: ['authorization'],
    needs: ['par'],
    fault: 'request',
    with: [authorization('par')],
    delta: [authorization('front')],
  }),
  accepts({
    id: 'fapi2-iat-8-s-ahead',
    title: 'accepts a proof dated eight seconds ahead',
    requirements: ['FAPI2-5.3.2.1-14a'],
    at: asPlaces,
    needs: ['clock-known'],
    delta: [claim.set('iat', now(8))],
  }),
  rejects({
    id: 'fapi2-iat-75-s-ahead',
    title: 'rejects a proof dated seventy-five seconds ahead',
    requirements: ['FAPI2-5.3.2.1-14b'],
    ...byAge,
    needs: [...byAge.needs, 'clock-known'],
    at: asPlaces,
    delta: [claim.set('iat', now(75))],
  }),
  rejects({
    id: 'fapi2-iat-75-s-ahead-with-nonce',
    title: 'rejects a proof dated seventy-five seconds ahead that has its nonce',
    requirements: ['FAPI2-5.3.2.1-14b'],
    why: 'The profile knows no exception, but RFC 9449 §4.3 lets a nonce stand in for the age.',
    at: asPlaces,
    needs: ['clock-known', 'nonce-required'],
    atMost: 'warn',
    delta: [claim.set('iat', now(75))],
  }),
  accepts({
    id: 'fapi2-refresh-token-kept',
    title: 'gives no new refresh token for a refresh',
    requirements: ['FAPI2-5.3.2.1-10'],
    at: ['token'],
    needs: ['refresh-token', 'confidential-client'],
    session: { client: 'confidential', grant: 'refresh_token' },
    fault: 'grant',
    checks: [{ requirement: 'FAPI2-5.3.2.1-10', that: { check: 'refresh-token-kept' } }],
  }),
  rejects({
    id: 'fapi2-alg-rs256',
    title: 'rejects a proof signed with RS256',
    requirements: ['FAPI2-5.4.1-01a'],
    at: asPlaces,
    delta: [{ op: 'key', use: 'other', alg: 'RS256' }],
  }),
  observes({
    id: 'fapi2-alg-rs256-at-resource',
    title: 'rejects at a resource a proof signed with RS256',
    requirements: ['FAPI2-5.4.1-01a'],
    at: ['resource'],
    session: { alg: 'RS256' },
    checks: [{ requirement: 'FAPI2-5.4.1-01a', that: { check: 'status', in: [400, 401] } }],
  }),
  rejects({
    id: 'fapi2-alg-es384',
    title: 'rejects a proof signed with ES384',
    requirements: ['FAPI2-5.4.1-01a'],
    at: asPlaces,
    delta: [{ op: 'key', use: 'other', alg: 'ES384' }],
  }),
  observes({
    id: 'fapi2-alg-es384-at-resource',
    title: 'rejects at a resource a proof signed with ES384',
    requirements: ['FAPI2-5.4.1-01a'],
    at: ['resource'],
    session: { alg: 'ES384' },
    checks: [{ requirement: 'FAPI2-5.4.1-01a', that: { check: 'status', in: [400, 401] } }],
  }),
  accepts({
    id: 'fapi2-algs-listed',
    title: 'lists only PS256, ES256 and EdDSA for proofs',
    requirements: ['FAPI2-5.4.1-01a'],
    at: ['metadata', 'resource-metadata'],
    // Other clients of the same server may use other algorithms.
    atMost: 'warn',
    checks: [
      {
        requirement: 'FAPI2-5.4.1-01a',
        that: {
          check: 'json-array-within',
          member: 'dpop_signing_alg_values_supported',
          values: ['PS256', 'ES256', 'EdDSA', 'Ed25519'],
        },
      },
    ],
  }),
];
