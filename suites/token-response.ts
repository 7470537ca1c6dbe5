import {
  accepts,
  check,
  claim,
  header,
  htu,
  lines,
  now,
  observes,
  rejects,
  signature,
  signBy,
} from '../src/suite/define.ts';
import type { Op } from '../src/plan/ops.ts';
import { defineSuite, type Case, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['token'];
const bound = check('RFC9449-5-02', { check: 'token-type', is: 'DPoP' });
const ownKey = check('RFC9449-5-14', { check: 'cnf-jkt', is: 'proof-key' });

/** Any access token in answer to an invalid proof is a breach, a Bearer token too. */
function degrades(id: string, what: string, ...delta: Op[]): Case {
  return rejects(id, `issues no Bearer token in answer to ${what}`, 'RFC9449-5-16', delta, { at });
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5 */
export const tokenResponse = defineSuite({
  id: 'token-response',
  title: 'The token endpoint binds what it issues and says so',
  section: 'RFC 9449 §5',
  cases: [
    accepts('token-type-told', 'tells the type of the access token as it is bound', 'RFC9449-5-04', [], {
      at,
      checks: [
        check('RFC9449-5-04', { check: 'token-type-matches-binding' }),
        check('RFC9700-2.2.1-01', { check: 'token-type', is: 'DPoP' }),
        check('RFC9449-12-02', { check: 'token-type', is: 'exactly-DPoP' }),
      ],
    }),
    accepts('token-bound-to-proof-key', 'binds the access token to the key of the proof', 'RFC9449-5-05', [], {
      at,
      checks: [check('RFC9449-5-05', { check: 'cnf-jkt', is: 'proof-key' })],
    }),
    accepts('token-not-stored', 'forbids caches to store the access token', 'RFC6749-5.1-01', [], {
      at,
      checks: [check('RFC6749-5.1-01', { check: 'field-lists', name: 'Cache-Control', token: 'no-store' })],
    }),
    accepts('token-not-long-lived', 'issues access tokens for a day at most', 'RFC9449-11.2-01', [], {
      at,
      needs: ['nonce-not-required'],
      checks: [check('RFC9449-11.2-01', { check: 'expires-in-at-most', seconds: 86_400 })],
    }),
    accepts(
      'token-every-client-beside-plain',
      'accepts a proof from every client that it serves without one',
      'RFC9449-3-02',
      [lines('present')],
      { at, each: true, with: [lines('absent')] },
    ),
    accepts('token-every-client', 'accepts a proof from every client, however it authenticates', 'RFC9449-3-02', [], {
      at,
      each: true,
    }),
    accepts(
      'metadata-token-endpoint',
      'accepts its published token endpoint as htu, without a query',
      ['RFC8414-2-01', 'RFC9449-4.3-09f'],
      [],
      { at, why: 'A server behind a proxy may believe in another URL than its clients use.' },
    ),

    accepts('grant-client-credentials', 'binds the access token of the client credentials grant', 'RFC9449-5-02', [], {
      at,
      needs: ['confidential-client'],
      session: { client: 'confidential', grant: 'client_credentials' },
      checks: [bound],
    }),
    accepts('grant-authorization-code', 'binds the access token of the authorization code grant', 'RFC9449-5-02', [], {
      at,
      needs: ['authorization-code'],
      session: { grant: 'authorization_code' },
      checks: [bound],
    }),
    accepts('grant-refresh-token', 'binds the access token of the refresh token grant', 'RFC9449-5-02', [], {
      at,
      needs: ['refresh-token'],
      session: { grant: 'refresh_token' },
      checks: [bound, ownKey],
    }),

    degrades('no-bearer-for-bad-signature', 'a proof with a wrong signature', signature('flip-first')),
    degrades('no-bearer-for-bad-htu', 'a proof whose htu is no URI', claim.set('htu', htu('not-a-uri'))),
    degrades('no-bearer-for-bad-typ', 'a proof whose typ is JWT', header.set('typ', 'JWT')),
    degrades('no-bearer-for-alg-none', 'a proof with alg none', header.set('alg', 'none'), signBy('nobody')),
    degrades('no-bearer-for-missing-jti', 'a proof without jti', claim.remove('jti')),
    degrades('no-bearer-for-text', 'a DPoP field that holds no JWT', { op: 'proof-text', text: 'not-a-jwt' }),

    rejects(
      'client-unauthenticated',
      'rejects a confidential client that sends a proof and no credentials',
      'RFC9449-3-01',
      [{ op: 'client-auth', use: 'none' }],
      { at, needs: ['confidential-client'], session: { client: 'confidential' }, fault: 'client' },
    ),
    rejects(
      'client-assertion-is-proof',
      'rejects the proof itself as client assertion',
      'RFC9449-11.5-02',
      [{ op: 'client-auth', use: 'proof-as-assertion' }],
      { at, needs: ['confidential-client'], session: { client: 'confidential' }, fault: 'client' },
    ),
    rejects(
      'client-assertion-is-proof-of-client-key',
      'rejects as client assertion a proof that has all its claims and was made with the key of the client',
      'RFC9449-11.5-02',
      [
        { op: 'key', use: 'client' },
        claim.set('iss', { $: 'client-id', of: 'own' }),
        claim.set('sub', { $: 'client-id', of: 'own' }),
        claim.set('aud', { $: 'issuer' }),
        claim.set('exp', now(60)),
        { op: 'client-auth', use: 'proof-as-assertion' },
      ],
      {
        at: ['token', 'par'],
        session: { client: 'assertion' },
        fault: 'client',
        atMost: 'warn',
        why: 'Only typ tells the two kinds of JWT apart (RFC 8725 §3.12), which RFC 7523 does not ask anybody to look at.',
      },
    ),
    rejects(
      'proof-is-access-token',
      'rejects an access token in place of the proof',
      'RFC9449-11.5-01',
      [{ op: 'proof-from', source: 'access-token' }],
      { at: ['token', 'resource'], needs: ['readable-token'] },
    ),
    rejects(
      'proof-is-client-assertion',
      'rejects a client assertion in place of the proof',
      'RFC9449-11.5-01',
      [{ op: 'proof-from', source: 'client-assertion' }],
      { at: ['token', 'par'], session: { client: 'assertion' } },
    ),
    rejects(
      'proof-is-id-token',
      'rejects an ID Token in place of the proof',
      'RFC9449-11.5-01',
      [{ op: 'proof-from', source: 'id-token' }],
      { at: ['token', 'resource'], needs: ['authorization-code'] },
    ),

    rejects(
      'bound-client-without-proof',
      'rejects a token request without proof of a client registered for bound access tokens',
      'RFC9449-5.2-01',
      [lines('absent')],
      { at, needs: ['bound-client'], session: { client: 'bound' }, fault: 'proof-missing' },
    ),
    observes('client-without-proof', 'may refuse a token request without proof', 'RFC9449-5.2-02', [lines('absent')], {
      at,
    }),

    rejects(
      'code-wrong-verifier',
      'rejects a code with a wrong code_verifier, however right the proof',
      'RFC7636-4.6-01',
      [{ op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } }],
      { at, needs: ['authorization-code'], session: { grant: 'authorization_code' }, fault: 'grant' },
    ),
    rejects(
      'code-without-verifier',
      'rejects a code without its code_verifier, however right the proof',
      'RFC7636-4.6-02',
      [{ op: 'form-remove', name: 'code_verifier' }],
      { at, needs: ['authorization-code'], session: { grant: 'authorization_code' }, fault: 'grant' },
    ),

    observes(
      'as-cors-nonce',
      'exposes DPoP-Nonce to browsers of other origins',
      'RFC9449-8-11',
      [{ op: 'field', name: 'Origin', value: 'https://app.example' }],
      {
        at,
        needs: ['nonce-seen'],
        checks: [check('RFC9449-8-11', { check: 'exposes', name: 'DPoP-Nonce' })],
      },
    ),
  ],
});
