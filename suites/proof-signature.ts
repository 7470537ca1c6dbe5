import {
  certificates,
  header,
  jwk,
  observes,
  proofPlaces,
  rejects,
  sequence,
  signature,
  signBy,
  asPlaces,
} from '../src/suite/define.ts';
import { defineSuite, type Case, type SessionSpec } from '../src/suite/schema.ts';

const lookedUp = 'The proof has to be verified with the key it shows, not with one found by other means.';

function flipped(alg: NonNullable<SessionSpec['alg']>): Case {
  return rejects(
    `signature-flipped-${alg.toLowerCase()}`,
    `rejects a proof with one bit of its ${alg} signature changed`,
    ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    [signature('flip-first')],
    { session: { alg } },
  );
}

function partlyPrivate(id: string, what: string, edit: 'private-d' | 'private-primes', alg: 'RS256' | 'PS256'): Case {
  return rejects(id, `rejects a jwk with ${what} under ${alg}`, 'RFC9449-4.3-07b', [header.set('jwk', jwk(edit))], {
    session: { alg },
    // RFC 7518 §6.3.2: without d it is, to the letter, no RSA private key.
    ...(edit === 'private-primes' ? { atMost: 'warn' as const } : {}),
    why: 'Either is enough to work out the whole private key.',
  });
}

const exponent = 'the private exponent of the RSA key alone';
const primes = 'the prime factors of the RSA key alone';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 checks 6 and 7 */
export const proofSignature = defineSuite({
  id: 'proof-signature',
  title: 'The signature verifies with the public key in jwk',
  section: 'RFC 9449 §4.3 checks 6 and 7',
  cases: [
    rejects(
      'signature-flipped',
      'rejects a proof with one bit of its signature changed',
      ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
      [signature('flip-first')],
      { each: true },
    ),
    ...(['ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519'] as const).map(flipped),
    rejects('signature-empty', 'rejects a proof with an empty signature', 'RFC9449-4.3-06a', [signature('empty')]),
    rejects('signature-truncated', 'rejects a proof whose signature lacks its last byte', 'RFC9449-4.3-06a', [
      signature('truncate'),
    ]),
    rejects('signature-extended', 'rejects a proof whose signature has a byte too many', 'RFC9449-4.3-06a', [
      signature('extend'),
    ]),
    rejects('signature-zero', 'rejects an ECDSA signature of zeros', 'RFC9449-4.3-06d', [signature('zero')], {
      session: { alg: 'ES256' },
      why: 'Some libraries once accepted r = s = 0 for any message and key.',
    }),
    rejects('signature-zero-okp', 'rejects an Ed25519 signature of zeros', 'RFC9449-4.3-06a', [signature('zero')], {
      session: { alg: 'EdDSA' },
    }),
    rejects('signature-zero-rsa', 'rejects an RSA signature of zeros', 'RFC9449-4.3-06a', [signature('zero')], {
      session: { alg: 'RS256' },
    }),
    rejects('signature-der', 'rejects an ECDSA signature in DER', 'RFC9449-4.3-06e', [signature('der')], {
      session: { alg: 'ES256' },
    }),
    rejects('signature-other-key', 'rejects a proof signed by a key that is not the one in jwk', 'RFC9449-4.3-06b', [
      signBy('other'),
    ]),
    sequence(
      'signature-known-key',
      'rejects a proof signed by a key that it has just accepted, and that is not the one in jwk',
      'RFC9449-4.3-06b',
      [
        { delta: [{ op: 'key', use: 'other' }], expect: 'accept' },
        { delta: [signBy('other')], expect: 'refuse' },
      ],
      { at: ['token'], fault: 'proof', why: 'A cache of keys must not stand in for the key that the proof shows.' },
    ),
    rejects(
      'jwk-swapped',
      'rejects a proof whose jwk is not the key that signed it',
      'RFC9449-4.3-06b',
      [header.set('jwk', jwk(undefined, 'other'))],
      { at: asPlaces },
    ),
    rejects(
      'x5c-instead-of-jwk',
      'rejects a proof signed by the key of the certificate in x5c, which is not the one in jwk',
      'RFC9449-4.3-06b',
      [header.set('x5c', certificates('other')), signBy('other')],
      { session: { alg: 'ES256' }, why: lookedUp },
    ),
    observes(
      'signature-spare-bits',
      'may refuse a signature whose last character has spare bits set',
      'RFC9449-4.3-02d',
      [signature('spare-bits')],
      { why: 'RFC 4648 §3.5 leaves it to the decoder.' },
    ),
    observes(
      'signature-negated',
      'may accept the other valid ECDSA signature of the proof',
      'RFC9449-4.3-06a',
      [signature('negate-s')],
      { session: { alg: 'ES256' } },
    ),

    rejects('jwk-missing', 'rejects a proof without jwk', 'RFC9449-4.3-06c', [header.remove('jwk')], { why: lookedUp }),
    rejects(
      'jwk-missing-kid',
      'rejects a proof that names its key by kid only',
      'RFC9449-4.3-06c',
      [header.remove('jwk'), header.set('kid', { $: 'thumbprint', of: 'own' })],
      { why: lookedUp },
    ),
    rejects(
      'jwk-missing-jku',
      'rejects a proof that names its key by jku only',
      'RFC9449-4.3-06c',
      [header.remove('jwk'), header.set('jku', 'https://proofmark.invalid/jwks.json')],
      { why: lookedUp },
    ),
    rejects(
      'jwk-missing-x5c',
      'rejects a proof that shows its key in a certificate only',
      'RFC9449-4.3-06c',
      [header.remove('jwk'), header.set('x5c', certificates('own'))],
      { session: { alg: 'ES256' }, why: lookedUp },
    ),
    rejects('jwk-in-payload', 'rejects a proof that has its jwk in the payload only', 'RFC9449-4.3-06c', [
      header.remove('jwk'),
      { op: 'claim-set', name: 'jwk', value: jwk() },
    ]),
    rejects('jwk-in-cnf', 'rejects a proof that has its key in a cnf claim only', 'RFC9449-4.3-06c', [
      header.remove('jwk'),
      { op: 'claim-set', name: 'cnf', value: { jwk: jwk() } },
    ]),
    rejects('jwk-null', 'rejects a proof whose jwk is null', 'RFC9449-4.3-06c', [header.set('jwk', null)]),
    rejects('jwk-empty', 'rejects a proof whose jwk is an empty object', 'RFC9449-4.3-06c', [
      header.set('jwk', jwk('empty')),
    ]),
    rejects(
      'jwk-kid-string',
      'rejects a proof whose jwk is the thumbprint of the key',
      'RFC9449-4.3-06c',
      [header.set('jwk', { $: 'thumbprint', of: 'own' })],
      { why: lookedUp },
    ),
    rejects(
      'jwk-text',
      'rejects a proof whose jwk is JSON text in a string',
      'RFC9449-4.3-06c',
      [header.set('jwk', { $: 'jwk-text' })],
      { atMost: 'warn' },
    ),
    rejects(
      'jwk-array',
      'rejects a proof whose jwk is an array that holds the key',
      'RFC9449-4.3-06c',
      [header.set('jwk', [jwk()])],
      { atMost: 'warn' },
    ),
    rejects(
      'jwk-set',
      'rejects a proof whose jwk is a key set',
      'RFC9449-4.3-06c',
      [header.set('jwk', { keys: [jwk()] })],
      { atMost: 'warn' },
    ),
    rejects('jwk-oct', 'rejects a proof whose jwk is a symmetric key', 'RFC9449-4.3-05d', [
      header.set('jwk', jwk('oct')),
    ]),
    rejects(
      'jwk-off-curve',
      'rejects a jwk whose point is not on the curve',
      'RFC9449-4.3-06f',
      [header.set('jwk', jwk('off-curve'))],
      { session: { alg: 'ES256' } },
    ),
    rejects(
      'jwk-wrong-curve',
      'rejects a jwk that names another curve than its point is on',
      ['RFC9449-4.3-05d', 'RFC9449-4.3-06f'],
      [header.set('jwk', jwk('wrong-curve'))],
      { session: { alg: 'ES256' } },
    ),
    observes(
      'jwk-padded-coordinate',
      'may refuse a jwk whose x is padded with =',
      'RFC9449-4.3-02d',
      [header.set('jwk', jwk('padded-coordinates'))],
      { at: proofPlaces, session: { alg: 'ES256' } },
    ),

    rejects(
      'jwk-private-ec',
      'rejects a jwk with the private EC key',
      'RFC9449-4.3-07a',
      [header.set('jwk', jwk('private'))],
      { session: { alg: 'ES256' }, why: 'The signature is right; the key is no longer a secret.' },
    ),
    rejects(
      'jwk-private-rsa',
      'rejects a jwk with the private RSA key',
      'RFC9449-4.3-07b',
      [header.set('jwk', jwk('private'))],
      { session: { alg: 'RS256' } },
    ),
    rejects(
      'jwk-private-rsa-pss',
      'rejects a jwk with the private RSA key under PS256',
      'RFC9449-4.3-07b',
      [header.set('jwk', jwk('private'))],
      { session: { alg: 'PS256' } },
    ),
    partlyPrivate('jwk-private-rsa-exponent', exponent, 'private-d', 'RS256'),
    partlyPrivate('jwk-private-rsa-exponent-pss', exponent, 'private-d', 'PS256'),
    partlyPrivate('jwk-private-rsa-primes', primes, 'private-primes', 'RS256'),
    partlyPrivate('jwk-private-rsa-primes-pss', primes, 'private-primes', 'PS256'),
    rejects(
      'jwk-private-okp',
      'rejects a jwk with the private Ed25519 key',
      'RFC9449-4.3-07b',
      [header.set('jwk', jwk('private'))],
      { session: { alg: 'EdDSA' } },
    ),
  ],
});
