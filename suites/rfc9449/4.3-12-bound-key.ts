import { accepts, rejects } from '../../src/suite/cases.ts';
import { accessToken, athOf, claim, header, jwk, thumbprint } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 12: the key of the proof is the one that the access token is bound to.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 and section 6
 */
export const boundKeyCases: readonly Case[] = [
  rejects({
    id: 'key-other',
    title: 'rejects a proof made with another key than the access token is bound to',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02', 'RFC9449-7.1-03'],
    why: 'This is what a thief of the access token would send.',
    at: ['resource'],
    fault: 'binding',
    each: true,
    delta: [{ op: 'key', use: 'other' }],
    checks: [{ requirement: 'RFC9449-7.1-09', that: { check: 'error', in: ['invalid_token'] } }],
  }),
  rejects({
    id: 'key-other-rsa',
    title: 'rejects a proof made with another key than the access token is bound to, an RSA key',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    at: ['resource'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other', alg: 'RS256' }],
  }),
  rejects({
    id: 'key-other-rsa-pss',
    title: 'rejects a proof made with another key than the access token is bound to, an RSA key under PS256',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    why: 'A server that does not take RS256 refuses that name before it looks at the binding.',
    at: ['resource'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other', alg: 'PS256' }],
  }),
  rejects({
    id: 'key-other-okp',
    title: 'rejects a proof made with another key than the access token is bound to, an Ed25519 key',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    at: ['resource'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other', alg: 'EdDSA' }],
  }),
  rejects({
    id: 'key-other-kid',
    title:
      'rejects a proof made with another key than the access token is bound to, with the thumbprint of the bound key as kid',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    why: 'The binding is to the thumbprint of the key, not to what the key is called.',
    at: ['resource'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other' }, header.set('kid', thumbprint('session'))],
  }),
  rejects({
    id: 'key-other-jwk-kid',
    title:
      'rejects a proof made with another key than the access token is bound to, with the thumbprint of the bound key as kid of its jwk',
    requirements: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    why: 'The binding is to the thumbprint of the key, not to what the key is called.',
    at: ['resource'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other' }, header.set('jwk', jwk('session-kid'))],
  }),
  rejects({
    id: 'key-other-opaque',
    title: 'rejects a proof made with another key than the opaque access token is bound to',
    requirements: ['RFC9449-6.2-04', 'RFC9449-4.3-12e'],
    at: ['resource'],
    needs: ['opaque-token'],
    fault: 'binding',
    delta: [{ op: 'key', use: 'other' }],
  }),
  rejects({
    id: 'token-of-other-key',
    title: 'rejects an access token bound to another key than the one of the proof',
    requirements: ['RFC9449-6-02', 'RFC9449-4.3-12e'],
    at: ['resource'],
    fault: 'binding',
    delta: [accessToken('other')],
  }),
  rejects({
    id: 'token-swapped',
    title: 'rejects an access token with the proof made for another of the same key',
    requirements: ['RFC9449-7-04', 'RFC9449-4.3-12b'],
    at: ['resource'],
    delta: [accessToken('sibling'), claim.set('ath', athOf('own'))],
  }),
  accepts({
    id: 'token-sibling',
    title: 'accepts another access token bound to the same key',
    requirements: ['RFC9449-6-01'],
    at: ['resource'],
    delta: [accessToken('sibling')],
  }),
  rejects({
    id: 'token-unbound',
    title: 'rejects an unbound access token under the DPoP scheme',
    requirements: ['RFC9449-6-03'],
    at: ['resource'],
    needs: ['unbound-token'],
    fault: 'binding',
    delta: [accessToken('unbound')],
  }),
  rejects({
    id: 'token-unknown',
    title: 'rejects an access token that nobody issued, however right the proof',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('garbage')],
    checks: [{ requirement: 'RFC6750-3.1-01', that: { check: 'error', in: ['invalid_token'], whereNamed: true } }],
  }),
  rejects({
    id: 'token-is-proof',
    title: 'rejects the proof itself as access token',
    requirements: ['RFC8725-3.12-01'],
    why: 'A server that trusts any JWT it can verify would take it.',
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('proof')],
  }),
];
