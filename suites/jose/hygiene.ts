import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { byAge, claim, header, htu, jwkOf, now, thumbprint } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * The server reads the proof as JOSE defines it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7515.html, https://www.rfc-editor.org/rfc/rfc7519.html and https://www.rfc-editor.org/rfc/rfc8725.html
 */
export const hygieneCases: readonly Case[] = [
  rejects({
    id: 'crit-unknown',
    title: 'rejects a proof with a critical extension that nobody knows',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', ['x-proofmark']), header.set('x-proofmark', 1)],
  }),
  rejects({
    id: 'crit-unknown-absent',
    title: 'rejects a proof whose crit names a member that is not there',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', ['x-proofmark'])],
  }),
  observes({
    id: 'crit-string',
    title: 'may refuse a proof whose crit is a string',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', 'x-proofmark'), header.set('x-proofmark', 1)],
  }),
  observes({
    id: 'crit-empty',
    title: 'may refuse a proof with an empty crit',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', [])],
  }),
  observes({
    id: 'crit-registered',
    title: 'may refuse a proof whose crit names alg',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', ['alg'])],
  }),
  rejects({
    id: 'b64-false',
    title: 'rejects a proof with b64 false',
    requirements: ['RFC7797-7-01'],
    why: 'RFC 7797 §7 forbids unencoded payloads in JWTs.',
    delta: [header.set('crit', ['b64']), header.set('b64', false)],
  }),
  accepts({
    id: 'header-unknown',
    title: 'accepts a proof with a header member that nobody knows',
    requirements: ['RFC7519-4-01'],
    delta: [header.set('x-proofmark', 'harmless')],
  }),
  accepts({
    id: 'header-kid',
    title: 'accepts a proof that has kid beside jwk',
    requirements: ['RFC7519-4-01'],
    delta: [header.set('kid', thumbprint('own'))],
  }),

  // The wrong value comes last, so a parser that keeps the last one sees it.
  rejects({
    id: 'typ-twice-wrong-last',
    title: 'rejects a proof with a second, wrong typ after the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'typ', value: 'JWT', position: 'last' }],
  }),
  rejects({
    id: 'alg-twice-wrong-last',
    title: 'rejects a proof with a second, wrong alg after the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'alg', value: 'none', position: 'last' }],
  }),
  rejects({
    id: 'jwk-twice-wrong-last',
    title: 'rejects a proof with a second, wrong jwk after the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'jwk', value: jwkOf('other'), position: 'last' }],
  }),
  rejects({
    id: 'htm-twice-wrong-last',
    title: 'rejects a proof with a second, wrong htm after the right one',
    requirements: ['RFC7519-4-02'],
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'htm', value: 'CONNECT', position: 'last' }],
  }),
  rejects({
    id: 'htu-twice-wrong-last',
    title: 'rejects a proof with a second, wrong htu after the right one',
    requirements: ['RFC7519-4-02'],
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'htu', value: htu('other-path'), position: 'last' }],
  }),
  rejects({
    id: 'iat-twice-wrong-last',
    title: 'rejects a proof with a second, wrong iat after the right one',
    requirements: ['RFC7519-4-02'],
    ...byAge,
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'iat', value: 1, position: 'last' }],
  }),
  rejects({
    id: 'ath-twice-wrong-last',
    title: 'rejects a proof with a second, wrong ath after the right one',
    requirements: ['RFC7519-4-02'],
    at: ['resource'],
    delta: [
      {
        op: 'duplicate-member',
        part: 'payload',
        name: 'ath',
        value: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
        position: 'last',
      },
    ],
  }),
  observes({
    id: 'typ-twice-wrong-first',
    title: 'may accept a proof with a wrong typ before the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'typ', value: 'JWT', position: 'first' }],
  }),
  observes({
    id: 'alg-twice-wrong-first',
    title: 'may accept a proof with a wrong alg before the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'alg', value: 'none', position: 'first' }],
  }),
  observes({
    id: 'jwk-twice-wrong-first',
    title: 'may accept a proof with a wrong jwk before the right one',
    requirements: ['RFC7515-4-02'],
    delta: [{ op: 'duplicate-member', part: 'header', name: 'jwk', value: jwkOf('other'), position: 'first' }],
  }),
  observes({
    id: 'htm-twice-wrong-first',
    title: 'may accept a proof with a wrong htm before the right one',
    requirements: ['RFC7519-4-02'],
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'htm', value: 'CONNECT', position: 'first' }],
  }),
  observes({
    id: 'htu-twice-wrong-first',
    title: 'may accept a proof with a wrong htu before the right one',
    requirements: ['RFC7519-4-02'],
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'htu', value: htu('other-path'), position: 'first' }],
  }),
  observes({
    id: 'iat-twice-wrong-first',
    title: 'may accept a proof with a wrong iat before the right one',
    requirements: ['RFC7519-4-02'],
    delta: [{ op: 'duplicate-member', part: 'payload', name: 'iat', value: 1, position: 'first' }],
  }),
  observes({
    id: 'ath-twice-wrong-first',
    title: 'may accept a proof with a wrong ath before the right one',
    requirements: ['RFC7519-4-02'],
    at: ['resource'],
    delta: [
      {
        op: 'duplicate-member',
        part: 'payload',
        name: 'ath',
        value: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
        position: 'first',
      },
    ],
  }),
  observes({
    id: 'jti-twice',
    title: 'may refuse a proof with two jti',
    requirements: ['RFC7515-4-01'],
    delta: [
      { op: 'duplicate-member', part: 'payload', name: 'jti', value: { $: 'random', bytes: 16 }, position: 'last' },
    ],
  }),
  rejects({
    id: 'payload-utf16',
    title: 'rejects a proof whose payload is UTF-16',
    requirements: ['RFC8725-3.7-01'],
    delta: [{ op: 'json', part: 'payload', edit: 'utf16' }],
  }),
  rejects({
    id: 'header-utf16',
    title: 'rejects a proof whose header is UTF-16',
    requirements: ['RFC8725-3.7-01'],
    delta: [{ op: 'json', part: 'header', edit: 'utf16' }],
  }),
  rejects({
    id: 'payload-invalid-utf8',
    title: 'rejects a proof whose payload is not valid UTF-8',
    requirements: ['RFC8725-3.7-01'],
    delta: [{ op: 'json', part: 'payload', edit: 'invalid-utf8' }],
  }),
  rejects({
    id: 'header-invalid-utf8',
    title: 'rejects a proof whose header is not valid UTF-8',
    requirements: ['RFC8725-3.7-01'],
    delta: [{ op: 'json', part: 'header', edit: 'invalid-utf8' }],
  }),
  observes({
    id: 'payload-bom',
    title: 'may refuse a proof whose payload begins with a byte order mark',
    requirements: ['RFC8725-3.7-01'],
    why: 'RFC 8259 §8.1 lets a parser ignore it.',
    delta: [{ op: 'json', part: 'payload', edit: 'bom' }],
  }),
  observes({
    id: 'header-bom',
    title: 'may refuse a proof whose header begins with a byte order mark',
    requirements: ['RFC8725-3.7-01'],
    why: 'RFC 8259 §8.1 lets a parser ignore it.',
    delta: [{ op: 'json', part: 'header', edit: 'bom' }],
  }),
  accepts({
    id: 'claim-beyond-ascii',
    title: 'accepts a proof with a claim beyond ASCII',
    requirements: ['RFC7519-4-01'],
    delta: [claim.set('proofmark', 'Prüfzeichen 検証 \u{1F511}')],
  }),
  rejects({
    id: 'exp-past',
    title: 'rejects a proof past its own exp',
    requirements: ['RFC7519-4.1.4-01'],
    needs: ['clock-known'],
    delta: [claim.set('exp', now(-600))],
  }),
  rejects({
    id: 'nbf-ahead',
    title: 'rejects a proof before its own nbf',
    requirements: ['RFC7519-4.1.5-01'],
    needs: ['clock-known'],
    delta: [claim.set('nbf', now(3600))],
  }),
  accepts({
    id: 'exp-ahead',
    title: 'accepts a proof before its own exp',
    requirements: ['RFC7519-4.1.4-02'],
    needs: ['clock-known'],
    delta: [claim.set('exp', now(300))],
  }),
  accepts({
    id: 'nbf-past',
    title: 'accepts a proof after its own nbf',
    requirements: ['RFC7519-4.1.4-02'],
    needs: ['clock-known'],
    delta: [claim.set('nbf', now(-5))],
  }),
  observes({
    id: 'exp-string',
    title: 'may refuse a proof whose exp is no number',
    requirements: ['RFC7519-4.1.4-02'],
    delta: [claim.set('exp', 'soon')],
  }),
  observes({
    id: 'jku-beside-jwk',
    title: 'follows no jku beside jwk',
    requirements: ['RFC8725-3.10-01'],
    why: 'Whoever follows the URL lets any client choose where it sends requests.',
    delta: [header.set('jku', { $: 'canary', path: '/jwks.json' })],
    checks: [{ requirement: 'RFC8725-3.10-01', that: { check: 'nothing-fetched' } }],
  }),
  observes({
    id: 'x5u-beside-jwk',
    title: 'follows no x5u beside jwk',
    requirements: ['RFC8725-3.10-01'],
    why: 'Whoever follows the URL lets any client choose where it sends requests.',
    delta: [header.set('x5u', { $: 'canary', path: '/certificate.pem' })],
    checks: [{ requirement: 'RFC8725-3.10-01', that: { check: 'nothing-fetched' } }],
  }),
];
