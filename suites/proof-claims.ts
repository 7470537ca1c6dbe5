import { accepts, asPlaces, claim, htu, method, now, observes, rejects } from '../src/suite/define.ts';
import { defineSuite } from '../src/suite/schema.ts';

const longTime = 'Without iat nothing limits the life of the proof, with a nonce or without.';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 check 3 */
export const proofClaims = defineSuite({
  id: 'proof-claims',
  title: 'All required claims are there',
  section: 'RFC 9449 §4.3 check 3',
  cases: [
    rejects('jti-missing', 'rejects a proof without jti', 'RFC9449-4.3-03a', [claim.remove('jti')]),
    rejects('htm-missing', 'rejects a proof without htm', 'RFC9449-4.3-03b', [claim.remove('htm')]),
    rejects('htu-missing', 'rejects a proof without htu', 'RFC9449-4.3-03c', [claim.remove('htu')]),
    rejects('iat-missing', 'rejects a proof without iat', 'RFC9449-4.3-03d', [claim.remove('iat')], { why: longTime }),

    rejects('jti-null', 'rejects a proof whose jti is null', 'RFC9449-4.3-03e', [claim.set('jti', null)]),
    rejects('jti-number', 'rejects a proof whose jti is a number', 'RFC9449-4.3-03e', [claim.set('jti', 4211)]),
    rejects('jti-boolean', 'rejects a proof whose jti is true', 'RFC9449-4.3-03e', [claim.set('jti', true)]),
    rejects('jti-array', 'rejects a proof whose jti is an array of one string', 'RFC9449-4.3-03e', [
      claim.set('jti', [{ $: 'random', bytes: 16 }]),
    ]),
    rejects('jti-object', 'rejects a proof whose jti is an object', 'RFC9449-4.3-03e', [
      claim.set('jti', { id: { $: 'random', bytes: 16 } }),
    ]),
    rejects('jti-empty', 'rejects a proof whose jti is empty', 'RFC9449-4.3-03f', [claim.set('jti', '')]),

    rejects(
      'htm-null',
      'rejects a proof whose htm is null',
      ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
      [claim.set('htm', null)],
    ),
    rejects(
      'htm-number',
      'rejects a proof whose htm is a number',
      ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
      [claim.set('htm', 1)],
    ),
    rejects(
      'htm-boolean',
      'rejects a proof whose htm is true',
      ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
      [claim.set('htm', true)],
      { why: 'A loose comparison holds true equal to any text.' },
    ),
    rejects('htm-array', 'rejects a proof whose htm is an array that holds the method', 'RFC9449-4.3-03e', [
      claim.set('htm', [method()]),
    ]),
    rejects(
      'htm-object',
      'rejects a proof whose htm is an object',
      ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
      [claim.set('htm', { method: method() })],
    ),

    rejects(
      'htu-null',
      'rejects a proof whose htu is null',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
      [claim.set('htu', null)],
    ),
    rejects(
      'htu-number',
      'rejects a proof whose htu is a number',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
      [claim.set('htu', 1)],
    ),
    rejects(
      'htu-boolean',
      'rejects a proof whose htu is true',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
      [claim.set('htu', true)],
      { why: 'A loose comparison holds true equal to any text.' },
    ),
    rejects('htu-array', 'rejects a proof whose htu is an array that holds the URI', 'RFC9449-4.3-03e', [
      claim.set('htu', [htu()]),
    ]),
    rejects(
      'htu-array-of-two',
      'rejects a proof whose htu lists another URI beside the right one',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
      [claim.set('htu', [htu('other-path'), htu()])],
      { atMost: 'warn' },
    ),
    rejects(
      'htu-object',
      'rejects a proof whose htu is an object',
      ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
      [claim.set('htu', { href: htu() })],
    ),

    rejects('iat-null', 'rejects a proof whose iat is null', 'RFC9449-4.3-03e', [claim.set('iat', null)], {
      why: longTime,
    }),
    rejects('iat-string', 'rejects a proof whose iat is a string of digits', 'RFC9449-4.3-03e', [
      claim.set('iat', now(0, 'string')),
    ]),
    rejects('iat-date', 'rejects a proof whose iat is written as a date', 'RFC9449-4.3-03e', [
      claim.set('iat', '2099-01-01T00:00:00Z'),
    ]),
    rejects('iat-empty', 'rejects a proof whose iat is an empty string', 'RFC9449-4.3-03e', [claim.set('iat', '')]),
    rejects('iat-boolean', 'rejects a proof whose iat is true', 'RFC9449-4.3-03e', [claim.set('iat', true)]),
    rejects('iat-array', 'rejects a proof whose iat is an array of one number', 'RFC9449-4.3-03e', [
      claim.set('iat', [now(0)]),
    ]),
    rejects('iat-object', 'rejects a proof whose iat is an object', 'RFC9449-4.3-03e', [claim.set('iat', {})]),

    accepts('claims-unknown', 'accepts a proof with a claim that nobody knows', 'RFC7519-4-01', [
      claim.set('proofmark', 'harmless'),
    ]),
    accepts('claims-unknown-object', 'accepts a proof with an unknown claim that is an object', 'RFC7519-4-01', [
      claim.set('https://proofmark.example/extra', { a: [1, 2, null], b: false }),
    ]),
    observes('claims-nested', 'may refuse a proof with a claim nested a hundred deep', 'RFC7519-4-01', [
      claim.set('proofmark', { $: 'nested', depth: 100 }),
    ]),
    observes(
      'claims-ath',
      'may refuse a proof with ath where there is no access token',
      'RFC7519-4-01',
      [claim.set('ath', 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo')],
      { at: asPlaces },
    ),

    observes('jti-200', 'may refuse a proof whose jti has 200 characters', 'RFC9449-11.1-04', [
      claim.set('jti', { $: 'random', bytes: 150 }),
    ]),
    observes('jti-1-kib', 'may refuse a proof whose jti has one KiB', 'RFC9449-11.1-04', [
      claim.set('jti', { $: 'random', bytes: 768 }),
    ]),
    observes('jti-4-kib', 'may refuse a proof whose jti has four KiB', 'RFC9449-11.1-04', [
      claim.set('jti', { $: 'random', bytes: 3072 }),
    ]),
  ],
});
