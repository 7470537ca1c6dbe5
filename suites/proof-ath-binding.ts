import type { Op } from '../src/plan/ops.ts';
import type { PlanValue } from '../src/plan/values.ts';
import { accepts, accessToken, ath, check, claim, header, jwk, rejects, thumbprint } from '../src/suite/define.ts';
import { defineSuite, type Case, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['resource'];

function wrongAth(id: string, what: string, requirements: string | string[], value: PlanValue, why?: string): Case {
  return rejects(id, `rejects a proof whose ath ${what}`, requirements, [claim.set('ath', value)], {
    at,
    ...(why === undefined ? {} : { why }),
  });
}

/** A thief's proof, made with another key, with something that might be taken for the bound one. */
function otherKey(id: string, what: string, delta: Op[], alg?: 'RS256' | 'EdDSA', why?: string): Case {
  return rejects(
    id,
    `rejects a proof made with another key than the access token is bound to, ${what}`,
    ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    [{ op: 'key', use: 'other', ...(alg === undefined ? {} : { alg }) }, ...delta],
    { at, fault: 'binding', ...(why === undefined ? {} : { why }) },
  );
}

const lookedUp = 'The binding is to the thumbprint of the key, not to what the key is called.';

const otherToken = ['RFC9449-4.3-12b', 'RFC9449-7-03'];
const encoding = ['RFC9449-4.3-12c', 'RFC9449-7-03'];

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 check 12 and section 7 */
export const proofAthBinding = defineSuite({
  id: 'proof-ath-binding',
  title: 'The proof belongs to the access token, and its key is the bound one',
  section: 'RFC 9449 §4.3 check 12, §6, §7',
  cases: [
    rejects('ath-missing', 'rejects a proof without ath', ['RFC9449-4.3-12a', 'RFC9449-7-03'], [claim.remove('ath')], {
      at,
      each: true,
      why: 'Such a proof would serve any access token bound to the key.',
    }),
    wrongAth('ath-null', 'is null', 'RFC9449-4.3-12a', null),
    wrongAth('ath-empty', 'is empty', encoding, ath('empty')),
    wrongAth('ath-number', 'is a number', encoding, 0),
    wrongAth('ath-boolean', 'is true', encoding, true, 'A loose comparison holds true equal to any text.'),
    rejects(
      'ath-array',
      'rejects a proof whose ath is an array that holds the right value',
      'RFC9449-4.3-12c',
      [claim.set('ath', [ath()])],
      { at, atMost: 'warn' },
    ),
    wrongAth(
      'ath-of-sibling-token',
      'is of another access token of the same key',
      otherToken,
      ath(undefined, 'sibling'),
    ),
    wrongAth('ath-of-nobody', 'is of a token that nobody issued', otherToken, ath(undefined, 'garbage')),
    wrongAth(
      'ath-literal',
      'is the one printed in RFC 9449',
      otherToken,
      'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
    ),
    wrongAth('ath-prefix', 'is only the beginning of the hash', otherToken, ath('prefix')),
    wrongAth('ath-upper', 'is the hash in upper case', encoding, ath('upper')),
    wrongAth('ath-lower', 'is the hash in lower case', encoding, ath('lower')),
    wrongAth('ath-last-changed', 'has its last character changed', encoding, ath('flip-last')),
    wrongAth('ath-raw-token', 'is the access token itself', encoding, ath('raw-token')),
    wrongAth('ath-hex', 'is the hash in hexadecimal', encoding, ath('hex')),
    wrongAth('ath-sha512', 'is a SHA-512 hash', encoding, ath('sha512')),
    wrongAth('ath-sha384', 'is a SHA-384 hash', encoding, ath('sha384')),
    wrongAth('ath-sha1', 'is a SHA-1 hash', encoding, ath('sha1')),
    wrongAth(
      'ath-left-half',
      'is the left half of the hash',
      encoding,
      ath('left-half'),
      'OpenID Connect makes at_hash that way.',
    ),
    wrongAth('ath-padded', 'is padded with =', 'RFC9449-4.3-12d', ath('padded')),
    wrongAth('ath-base64', 'is in the standard base64 alphabet', 'RFC9449-4.3-12d', ath('base64')),

    rejects(
      'key-other',
      'rejects a proof made with another key than the access token is bound to',
      ['RFC9449-4.3-12e', 'RFC9449-6-02', 'RFC9449-7.1-03'],
      [{ op: 'key', use: 'other' }],
      {
        at,
        each: true,
        fault: 'binding',
        why: 'This is what a thief of the access token would send.',
        checks: [check('RFC9449-7.1-09', { check: 'error', in: ['invalid_token'] })],
      },
    ),
    otherKey('key-other-rsa', 'an RSA key', [], 'RS256'),
    otherKey('key-other-okp', 'an Ed25519 key', [], 'EdDSA'),
    otherKey(
      'key-other-kid',
      'with the thumbprint of the bound key as kid',
      [header.set('kid', thumbprint('session'))],
      undefined,
      lookedUp,
    ),
    otherKey(
      'key-other-jwk-kid',
      'with the thumbprint of the bound key as kid of its jwk',
      [header.set('jwk', jwk('session-kid'))],
      undefined,
      lookedUp,
    ),
    rejects(
      'key-other-opaque',
      'rejects a proof made with another key than the opaque access token is bound to',
      ['RFC9449-6.2-04', 'RFC9449-4.3-12e'],
      [{ op: 'key', use: 'other' }],
      { at, fault: 'binding', needs: ['opaque-token'] },
    ),
    rejects(
      'token-of-other-key',
      'rejects an access token bound to another key than the one of the proof',
      ['RFC9449-6-02', 'RFC9449-4.3-12e'],
      [accessToken('other')],
      { at, fault: 'binding' },
    ),
    rejects(
      'token-swapped',
      'rejects an access token with the proof made for another of the same key',
      ['RFC9449-7-04', 'RFC9449-4.3-12b'],
      [accessToken('sibling'), claim.set('ath', ath(undefined, 'own'))],
      { at },
    ),
    accepts(
      'token-sibling',
      'accepts another access token bound to the same key',
      'RFC9449-6-01',
      [accessToken('sibling')],
      { at },
    ),
    rejects(
      'token-unbound',
      'rejects an unbound access token under the DPoP scheme',
      'RFC9449-6-03',
      [accessToken('unbound')],
      { at, fault: 'binding', needs: ['unbound-token'] },
    ),
    rejects(
      'token-unknown',
      'rejects an access token that nobody issued, however right the proof',
      'RFC9449-3-03',
      [accessToken('garbage')],
      {
        at,
        fault: 'access-token',
        checks: [check('RFC6750-3.1-01', { check: 'error', in: ['invalid_token'] })],
      },
    ),
    rejects('token-is-proof', 'rejects the proof itself as access token', 'RFC8725-3.12-01', [accessToken('proof')], {
      at,
      fault: 'access-token',
      why: 'A server that trusts any JWT it can verify would take it.',
    }),
  ],
});
