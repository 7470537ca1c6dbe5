import { accepts, challenges, rejects, sequence } from '../../src/suite/cases.ts';
import { asPlaces, lawful, lines, nonce } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const origin = 'https://app.example';

/**
 * What the OAuth profile of the AT Protocol asks of a DPoP server.
 *
 * @see https://atproto.com/specs/oauth
 */
export const atprotoCases: readonly Case[] = [
  rejects({
    id: 'atproto-token-without-proof',
    title: 'rejects a token request without a proof',
    requirements: ['ATP-DPOP-01'],
    at: ['token'],
    fault: 'proof-missing',
    each: true,
    delta: [lines('absent')],
  }),
  rejects({
    id: 'atproto-code-without-proof',
    title: 'rejects a code without a proof',
    requirements: ['ATP-DPOP-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'proof-missing',
    each: true,
    delta: [lines('absent')],
  }),
  rejects({
    id: 'atproto-refresh-without-proof',
    title: 'rejects a refresh token without a proof',
    requirements: ['ATP-DPOP-01'],
    at: ['token'],
    needs: ['refresh-token'],
    session: { grant: 'refresh_token' },
    fault: 'proof-missing',
    each: true,
    delta: [lines('absent')],
  }),
  challenges({
    id: 'atproto-as-nonce',
    title: 'demands a nonce',
    requirements: ['ATP-DPOP-04'],
    at: asPlaces,
    each: true,
    delta: [nonce('none')],
  }),
  sequence({
    id: 'atproto-nonce-replaced',
    title: 'accepts the nonce that another has just replaced',
    requirements: ['ATP-DPOP-07'],
    at: asPlaces,
    needs: ['nonce-required'],
    // The case runs alone, because the requests of other cases would replace the nonce more often.
    destructive: true,
    exchanges: [lawful(), lawful(), { delta: [nonce('previous')], expect: 'accept' }],
  }),
  challenges({
    id: 'atproto-rs-nonce',
    title: 'demands a nonce',
    requirements: ['ATP-DPOP-05'],
    at: ['resource'],
    each: true,
    delta: [nonce('none')],
  }),
  accepts({
    id: 'atproto-es256-listed',
    title: 'lists ES256 for proofs',
    requirements: ['ATP-META-01'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'ATP-META-01',
        that: { check: 'json-array-has', member: 'dpop_signing_alg_values_supported', value: 'ES256' },
      },
    ],
  }),
  accepts({
    id: 'atproto-par-required',
    title: 'announces that it takes pushed authorization requests only',
    requirements: ['ATP-PAR-01'],
    at: ['metadata'],
    checks: [
      {
        requirement: 'ATP-PAR-01',
        that: { check: 'json-member', member: 'require_pushed_authorization_requests', type: 'boolean' },
      },
      {
        requirement: 'ATP-PAR-01',
        that: { check: 'json-equals', member: 'require_pushed_authorization_requests', value: true },
      },
    ],
  }),
  accepts({
    id: 'atproto-token-short-lived',
    title: 'issues access tokens for half an hour at most',
    requirements: ['ATP-TOK-01'],
    at: ['token'],
    checks: [{ requirement: 'ATP-TOK-01', that: { check: 'expires-in-at-most', seconds: 1800 } }],
  }),
  rejects({
    id: 'atproto-refresh-other-key',
    title: 'rejects the refresh token of a confidential client with another key',
    requirements: ['ATP-TOK-02'],
    why: 'A session has one key from its first request to its last.',
    at: ['token'],
    needs: ['confidential-client', 'refresh-token'],
    session: { client: 'confidential', grant: 'refresh_token' },
    fault: 'grant',
    delta: [{ op: 'key', use: 'other' }],
  }),
  accepts({
    id: 'atproto-cors',
    title: 'answers browsers of other origins, and shows them the nonce',
    requirements: ['ATP-CORS-01'],
    at: asPlaces,
    delta: [{ op: 'field', name: 'Origin', value: origin }],
    checks: [
      { requirement: 'ATP-CORS-01', that: { check: 'field-present', name: 'Access-Control-Allow-Origin' } },
      { requirement: 'ATP-CORS-01', that: { check: 'exposes', name: 'DPoP-Nonce' } },
    ],
  }),
  accepts({
    id: 'atproto-cors-preflight',
    title: 'accepts preflights of other origins for the field DPoP',
    requirements: ['ATP-CORS-01'],
    why: 'A browser does not send the request before a preflight has allowed its fields.',
    at: asPlaces,
    delta: [{ op: 'preflight', origin, fields: ['DPoP'] }, lines('absent')],
    checks: [{ requirement: 'ATP-CORS-01', that: { check: 'preflight-allows', origin, fields: ['DPoP'] } }],
  }),
  accepts({
    id: 'atproto-cors-metadata',
    title: 'shows its metadata to browsers of other origins',
    requirements: ['ATP-CORS-01'],
    at: ['metadata'],
    delta: [{ op: 'field', name: 'Origin', value: origin }],
    checks: [{ requirement: 'ATP-CORS-01', that: { check: 'exposed-to', origin } }],
  }),
];
