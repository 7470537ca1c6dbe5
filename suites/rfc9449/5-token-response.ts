import { accepts } from '../../src/suite/cases.ts';
import { lines } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * What the token endpoint issues in answer to a proof.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5
 */
export const tokenResponseCases: readonly Case[] = [
  accepts({
    id: 'token-type-told',
    title: 'reports a token_type that matches the binding of the access token',
    requirements: ['RFC9449-5-04'],
    at: ['token'],
    checks: [
      { requirement: 'RFC9449-5-04', that: { check: 'token-type-matches-binding' } },
      { requirement: 'RFC9700-2.2.1-01', that: { check: 'token-type', is: 'DPoP' } },
      { requirement: 'RFC9449-12-02', that: { check: 'token-type', is: 'exactly-DPoP' } },
    ],
  }),
  accepts({
    id: 'token-bound-to-proof-key',
    title: 'binds the access token to the key of the proof',
    requirements: ['RFC9449-5-05'],
    at: ['token'],
    checks: [{ requirement: 'RFC9449-5-05', that: { check: 'cnf-jkt', is: 'proof-key' } }],
  }),
  accepts({
    id: 'token-not-stored',
    title: 'forbids caches to store the access token',
    requirements: ['RFC6749-5.1-01'],
    at: ['token'],
    checks: [
      { requirement: 'RFC6749-5.1-01', that: { check: 'field-lists', name: 'Cache-Control', token: 'no-store' } },
    ],
  }),
  accepts({
    id: 'token-not-long-lived',
    title: 'issues access tokens for a day at most',
    requirements: ['RFC9449-11.2-01'],
    at: ['token'],
    needs: ['nonce-not-required'],
    checks: [{ requirement: 'RFC9449-11.2-01', that: { check: 'expires-in-at-most', seconds: 86_400 } }],
  }),
  accepts({
    id: 'token-every-client-beside-plain',
    title: 'accepts a proof from every client that it serves without one',
    requirements: ['RFC9449-3-02'],
    at: ['token'],
    each: true,
    with: [lines('absent')],
    delta: [lines('present')],
  }),
  accepts({
    id: 'token-every-client',
    title: 'accepts a proof from every client, however it authenticates',
    requirements: ['RFC9449-3-02'],
    at: ['token'],
    each: true,
  }),
  accepts({
    id: 'metadata-token-endpoint',
    title: 'accepts its published token endpoint as htu, without a query',
    requirements: ['RFC8414-2-01', 'RFC9449-4.3-09f'],
    why: 'A server behind a proxy may believe in another URL than its clients use.',
    at: ['token'],
  }),
  accepts({
    id: 'grant-client-credentials',
    title: 'binds the access token of the client credentials grant',
    requirements: ['RFC9449-5-02'],
    at: ['token'],
    needs: ['confidential-client', 'bound-token'],
    session: { client: 'confidential', grant: 'client_credentials' },
    each: true,
    checks: [{ requirement: 'RFC9449-5-02', that: { check: 'token-type', is: 'DPoP' } }],
  }),
  accepts({
    id: 'grant-authorization-code',
    title: 'binds the access token of the authorization code grant',
    requirements: ['RFC9449-5-02'],
    at: ['token'],
    needs: ['authorization-code', 'bound-token'],
    session: { grant: 'authorization_code' },
    each: true,
    checks: [
      { requirement: 'RFC9449-5-02', that: { check: 'token-type', is: 'DPoP' } },
      { requirement: 'RFC9449-5-05', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'grant-refresh-token',
    title: 'binds the access token of the refresh token grant',
    requirements: ['RFC9449-5-02'],
    at: ['token'],
    needs: ['refresh-token', 'bound-token'],
    session: { grant: 'refresh_token' },
    each: true,
    checks: [
      { requirement: 'RFC9449-5-02', that: { check: 'token-type', is: 'DPoP' } },
      { requirement: 'RFC9449-5-14', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
];
