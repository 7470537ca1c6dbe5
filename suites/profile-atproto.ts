import { accepts, asPlaces, challenges, check, lawful, lines, nonce, rejects, sequence } from '../src/suite/define.ts';
import type { Op } from '../src/plan/ops.ts';
import { defineSuite } from '../src/suite/schema.ts';

const origin: Op = { op: 'field', name: 'Origin', value: 'https://app.example' };
const par = 'require_pushed_authorization_requests';
const token = { at: ['token' as const] };

/** @see https://atproto.com/specs/oauth */
export const profileAtproto = defineSuite({
  id: 'profile-atproto',
  title: 'What the OAuth profile of the AT Protocol asks of a DPoP server',
  section: 'atproto OAuth',
  cases: [
    rejects(
      'atproto-token-without-proof',
      'rejects a token request without a proof',
      'ATP-DPOP-01',
      [lines('absent')],
      { ...token, fault: 'proof-missing' },
    ),
    challenges('atproto-as-nonce', 'demands a nonce', 'ATP-DPOP-04', [nonce('none')], { at: asPlaces }),
    sequence(
      'atproto-nonce-replaced',
      'accepts the nonce that another has just replaced',
      'ATP-DPOP-07',
      [lawful(), lawful(), { delta: [nonce('previous')], expect: 'accept' }],
      // Alone, so that nobody else's requests replace it more than once.
      { at: asPlaces, needs: ['nonce-required'], destructive: true },
    ),
    challenges('atproto-rs-nonce', 'demands a nonce', 'ATP-DPOP-05', [nonce('none')], { at: ['resource'] }),

    accepts('atproto-es256-listed', 'lists ES256 for proofs', 'ATP-META-01', [], {
      at: ['metadata'],
      checks: [
        check('ATP-META-01', {
          check: 'json-array-has',
          member: 'dpop_signing_alg_values_supported',
          value: 'ES256',
        }),
      ],
    }),
    accepts('atproto-par-required', 'tells that it takes pushed authorization requests only', 'ATP-PAR-01', [], {
      at: ['metadata'],
      checks: [
        check('ATP-PAR-01', { check: 'json-member', member: par, type: 'boolean' }),
        check('ATP-PAR-01', { check: 'json-equals', member: par, value: true }),
      ],
    }),
    accepts('atproto-token-short-lived', 'issues access tokens for half an hour at most', 'ATP-TOK-01', [], {
      ...token,
      checks: [check('ATP-TOK-01', { check: 'expires-in-at-most', seconds: 1800 })],
    }),
    rejects(
      'atproto-refresh-other-key',
      'rejects the refresh token of a confidential client with another key',
      'ATP-TOK-02',
      [{ op: 'key', use: 'other' }],
      {
        ...token,
        needs: ['confidential-client', 'refresh-token'],
        session: { client: 'confidential', grant: 'refresh_token' },
        fault: 'grant',
        why: 'A session has one key from its first request to its last.',
      },
    ),
    accepts('atproto-cors', 'answers browsers of other origins, and shows them the nonce', 'ATP-CORS-01', [origin], {
      at: asPlaces,
      checks: [
        check('ATP-CORS-01', { check: 'field-present', name: 'Access-Control-Allow-Origin' }),
        check('ATP-CORS-01', { check: 'exposes', name: 'DPoP-Nonce' }),
      ],
    }),
  ],
});
