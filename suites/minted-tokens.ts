import type { Op } from '../src/plan/ops.ts';
import type { PlanValue } from '../src/plan/values.ts';
import {
  accepts,
  header,
  jwk,
  lines,
  now,
  observes,
  rejects,
  scheme,
  signBy,
  thumbprint,
} from '../src/suite/define.ts';
import { defineSuite, type Case, type Need, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['resource'];
const minted: Op[] = [{ op: 'minted-token' }];
const usual = { at, with: minted, needs: ['minting'] as Need[] };

const token = {
  set: (name: string, value: PlanValue): Op => ({ op: 'token-claim-set', name, value }),
  remove: (name: string): Op => ({ op: 'token-claim-remove', name }),
} as const;

type Options = { readonly atMost?: 'warn' | 'info'; readonly why?: string };
type Requirements = string | string[];

const asBearer: Op[] = [scheme('Bearer'), lines('absent')];
const jkt = thumbprint('session');
const unbound = 'RFC9449-6-03';
const otherMethod = 'RFC7800-3.1-03';
const otherKey = ['RFC9449-4.3-12e', 'RFC9449-6-02'];
const x5t = 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2';

/** An access token that is not bound to the key of the proof, under the DPoP scheme. */
function wrongCnf(id: string, what: string, requirements: Requirements, cnf: PlanValue, options: Options = {}): Case {
  return rejects(`cnf-${id}`, `rejects an access token whose cnf ${what}`, requirements, [token.set('cnf', cnf)], {
    ...usual,
    fault: 'binding',
    ...options,
  });
}

function wrongJkt(id: string, what: string, value: PlanValue, options: Options = {}): Case {
  const title = `rejects an access token whose cnf.jkt ${what}`;
  const delta = [token.set('cnf', { jkt: value })];
  return rejects(`cnf-jkt-${id}`, title, otherKey, delta, { ...usual, fault: 'binding', ...options });
}

/** RFC 7800 §3.1: what the server cannot confirm is no reason to ask for no proof at all. */
function notBearer(id: string, what: string, cnf: PlanValue): Case {
  return rejects(
    `bearer-cnf-${id}`,
    `rejects as Bearer token an access token whose cnf ${what}`,
    otherMethod,
    [token.set('cnf', cnf), ...asBearer],
    { ...usual, fault: 'credentials', atMost: 'warn' },
  );
}

/** A token that is no good, however right its binding and the proof. */
function badToken(id: string, what: string, delta: Op[], options: Options = {}): Case {
  const requirement = 'RFC9449-3-03';
  return rejects(`token-${id}`, `rejects ${what}`, requirement, delta, { ...usual, fault: 'access-token', ...options });
}

function zeroKey(id: string, use: 'zero-x' | 'zero-y', member: string): Case {
  const delta: Op[] = [{ op: 'key', use }, token.set('cnf', { jkt: thumbprint('own') })];
  return accepts(
    `minted-${id}`,
    `accepts a proof made with the bound key when its ${member} begins with a zero octet`,
    'RFC9449-6.1-04',
    delta,
    { ...usual, session: { alg: 'ES256' }, fault: 'binding', why: 'RFC 7518 §6.2.1.2 keeps the octet.' },
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-6.1 and RFC 7800 §3.1 */
export const mintedTokens = defineSuite({
  id: 'minted-tokens',
  title: 'The resource judges the access token itself, and the key that it names',
  section: 'RFC 9449 §3, §6, §7; RFC 7800 §3.1',
  cases: [
    rejects('cnf-missing', 'rejects an access token without cnf', unbound, [token.remove('cnf')], {
      ...usual,
      fault: 'binding',
    }),
    wrongCnf('empty', 'is empty', unbound, {}),
    wrongCnf('null', 'is null', unbound, null),
    wrongCnf('string', 'is the thumbprint instead of an object', unbound, jkt),
    wrongCnf('array', 'is an array of objects', unbound, [{ jkt }]),
    wrongCnf('true', 'is true', unbound, true),
    wrongCnf('x5t-only', 'names a certificate only', [otherMethod, unbound], { 'x5t#S256': x5t }),
    wrongCnf('unknown-only', 'has only a member that nobody knows', [otherMethod, unbound], { 'x-proofmark': jkt }),
    wrongCnf('kid-only', 'has only a kid', [otherMethod, unbound], { kid: jkt }),
    wrongCnf('jwk-of-other-only', 'has only the jwk of another key', [otherMethod, unbound], {
      jwk: jwk(undefined, 'other'),
    }),
    observes(
      'cnf-jwk-only',
      'may accept an access token whose cnf has the jwk of the proof key and no jkt',
      otherMethod,
      [token.set('cnf', { jwk: jwk() })],
      { ...usual, atMost: 'info' },
    ),
    rejects(
      'cnf-jkt-outside',
      'rejects an access token that has its jkt outside cnf',
      unbound,
      [token.remove('cnf'), token.set('jkt', jkt)],
      { ...usual, fault: 'binding' },
    ),
    rejects(
      'cnf-of-actor',
      'rejects an access token that has its cnf inside act',
      unbound,
      [token.remove('cnf'), token.set('act', { sub: 'proofmark', cnf: { jkt } })],
      { ...usual, fault: 'binding', why: 'That cnf would speak of the actor (RFC 8693 §4.1).' },
    ),

    wrongJkt('other', 'is the thumbprint of another key', thumbprint('other')),
    wrongJkt('number', 'is a number', 7),
    wrongJkt('true', 'is true', true, { why: 'A loose comparison holds true equal to any text.' }),
    wrongJkt('empty', 'is empty', '', { atMost: 'warn' }),
    wrongJkt('null', 'is null', null, { atMost: 'warn' }),
    wrongJkt('array', 'is an array that holds the right value', [jkt], { atMost: 'warn' }),
    wrongJkt('object', 'is an object', {}),
    wrongJkt('padded', 'is padded with =', { ...jkt, form: 'padded' }, { atMost: 'warn' }),
    wrongJkt('hex', 'is the thumbprint in hexadecimal', { ...jkt, form: 'hex' }, { atMost: 'warn' }),
    wrongJkt('sha1', 'is a SHA-1 thumbprint', { ...jkt, form: 'sha1' }, { atMost: 'warn' }),
    wrongJkt('sha512', 'is a SHA-512 thumbprint', { ...jkt, form: 'sha512' }, { atMost: 'warn' }),
    wrongJkt('upper', 'is the thumbprint in upper case', { ...jkt, form: 'upper' }),
    wrongJkt('prefix', 'is only the beginning of the thumbprint', { ...jkt, form: 'prefix' }),
    rejects(
      'cnf-jkt-all-members',
      'rejects an access token whose cnf.jkt covers optional members of the jwk too',
      'RFC9449-6.1-04',
      [header.set('jwk', jwk('extra-members')), token.set('cnf', { jkt: { ...jkt, form: 'all-members' } })],
      { ...usual, fault: 'binding', atMost: 'warn' },
    ),
    rejects(
      'cnf-jkt-stripped',
      'rejects an access token whose cnf.jkt is made of a coordinate without its leading zero octet',
      'RFC9449-6.1-04',
      [{ op: 'key', use: 'zero-x' }, token.set('cnf', { jkt: { ...thumbprint('own'), form: 'stripped' } })],
      { ...usual, session: { alg: 'ES256' }, fault: 'binding', atMost: 'warn' },
    ),
    rejects(
      'cnf-jkt-other-own-jwk',
      'rejects an access token whose cnf has the jkt of another key beside the jwk of the proof key',
      otherKey,
      [token.set('cnf', { jkt: thumbprint('other'), jwk: jwk() })],
      { ...usual, fault: 'binding', atMost: 'warn' },
    ),
    rejects(
      'cnf-jkt-other-own-outside',
      'rejects an access token whose cnf has the jkt of another key and that has the right one outside',
      otherKey,
      [token.set('cnf', { jkt: thumbprint('other') }), token.set('jkt', jkt)],
      { ...usual, fault: 'binding' },
    ),

    notBearer('x5t', 'names a certificate', { 'x5t#S256': x5t }),
    notBearer('unknown', 'has only a member that nobody knows', { 'x-proofmark': jkt }),
    notBearer('kid', 'has only a kid', { kid: jkt }),
    notBearer('jwk', 'has a jwk', { jwk: jwk() }),
    notBearer('array', 'is an array of objects', [{ jkt }]),
    notBearer('jkt-array', 'has an array as jkt', { jkt: [jkt] }),
    notBearer('jkt-number', 'has a number as jkt', { jkt: 7 }),
    rejects(
      'bearer-cnf-jkt-beside',
      'rejects as Bearer token an access token whose cnf has another member beside jkt',
      'RFC9449-7.2-01',
      [token.set('cnf', { 'x-proofmark': 1, jkt }), ...asBearer],
      { ...usual, fault: 'credentials' },
    ),

    accepts(
      'cnf-unknown-beside',
      'accepts an access token whose cnf has a member that nobody knows beside jkt',
      'RFC7800-3.1-02',
      [token.set('cnf', { 'x-proofmark': { any: 1 }, jkt })],
      { ...usual, fault: 'binding' },
    ),
    observes(
      'cnf-x5t-beside',
      'may refuse an access token that names a certificate beside jkt',
      'RFC7800-3.1-02',
      [token.set('cnf', { jkt, 'x5t#S256': x5t })],
      { ...usual, atMost: 'info', why: 'No document defines a token that is bound both ways.' },
    ),
    observes(
      'cnf-jwk-beside',
      'may refuse an access token that has the jwk of the same key beside jkt',
      'RFC7800-3.1-02',
      [token.set('cnf', { jkt, jwk: jwk() })],
      { ...usual, atMost: 'info', why: 'RFC 7800 §3.1 wants the key once only.' },
    ),
    zeroKey('key-zero-x', 'zero-x', 'x coordinate'),
    zeroKey('key-zero-y', 'zero-y', 'y coordinate'),

    badToken('expired', 'an access token that expired an hour ago', [token.set('exp', now(-3600))]),
    badToken('not-yet-valid', 'an access token that is valid in an hour only', [token.set('nbf', now(3600))]),
    badToken('other-audience', 'an access token for another audience', [token.set('aud', 'https://other.example')]),
    badToken('other-audiences', 'an access token for several other audiences', [
      token.set('aud', ['https://other.example', 'https://third.example']),
    ]),
    badToken('other-issuer', 'an access token that names another issuer', [token.set('iss', 'https://other.example')]),
    badToken('signature-broken', 'an access token with a broken signature', [{ op: 'token-sign', by: 'broken' }]),
    badToken('signed-by-other', "an access token signed by another key than the issuer's", [
      { op: 'token-sign', by: 'other' },
    ]),
    badToken(
      'signed-by-proof-key',
      'an access token signed by the key of the proof, which its header shows',
      [{ op: 'token-sign', by: 'proof-key' }],
      { why: 'A verifier shared with proofs trusts the jwk of any JWT.' },
    ),
    badToken('alg-none', 'an access token with alg none', [{ op: 'token-sign', by: 'nobody' }]),

    rejects(
      'minted-hs256-oct',
      'rejects a proof with HS256 and a symmetric jwk that the access token is bound to',
      'RFC9449-4.3-05c',
      [
        header.set('alg', 'HS256'),
        header.set('jwk', jwk('oct')),
        signBy('hmac-oct'),
        token.set('cnf', { jkt: thumbprint('oct') }),
      ],
      usual,
    ),
    rejects(
      'minted-rsa-1024',
      'rejects a proof made with an RSA key of 1024 bits that the access token is bound to',
      'RFC9449-11.6-01',
      [{ op: 'key', use: 'other', alg: 'RS256', rsaBits: 1024 }, token.set('cnf', { jkt: thumbprint('own') })],
      { ...usual, session: { alg: 'RS256', rsaBits: 2048 } },
    ),
  ],
});
