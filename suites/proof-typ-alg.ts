import { accepts, header, jwk, observes, rejects, signBy } from '../src/suite/define.ts';
import { defineSuite, type Case, type SessionSpec } from '../src/suite/schema.ts';

function typ(id: string, value: string, title = `rejects a proof whose typ is ${value}`): Case {
  return rejects(id, title, 'RFC9449-4.3-04b', [header.set('typ', value)]);
}

function none(id: string, spelling: string): Case {
  return rejects(id, `rejects a proof with alg ${spelling} and no signature`, 'RFC9449-4.3-05b', [
    header.set('alg', spelling),
    signBy('nobody'),
  ]);
}

/** A right signature made with `session.alg`, under a header that names `alg`. */
function mismatch(id: string, alg: string, of: NonNullable<SessionSpec['alg']>, why?: string): Case {
  return rejects(
    id,
    `rejects a proof that says ${alg} and is signed with ${of}`,
    ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    [header.set('alg', alg)],
    { session: { alg: of }, ...(why === undefined ? {} : { why }) },
  );
}

/** The same, but signed as the named algorithm would sign: only the key gives the mismatch away. */
function mismatchOfKey(id: string, alg: 'ES256' | 'ES384', of: NonNullable<SessionSpec['alg']>): Case {
  return rejects(
    id,
    `rejects a proof that says ${alg} and is signed so, with a key for ${of}`,
    ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    [header.set('alg', alg), signBy('own', alg)],
    {
      session: { alg: of },
      why: 'A library that takes the digest from alg and the curve from the key verifies it.',
    },
  );
}

function algorithm(alg: NonNullable<SessionSpec['alg']>): Case {
  return accepts(`alg-${alg.toLowerCase()}`, `accepts a proof signed with ${alg}`, 'RFC9449-5.1-04', [], {
    at: ['token'],
    session: { alg },
  });
}

function algorithmAtResource(alg: NonNullable<SessionSpec['alg']>): Case {
  return accepts(
    `alg-${alg.toLowerCase()}-at-resource`,
    `accepts at a resource a proof signed with ${alg}`,
    'RFC9449-7.1-14',
    [],
    { at: ['resource'], session: { alg } },
  );
}

const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
] as const;

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 checks 4 and 5 */
export const proofTypAlg = defineSuite({
  id: 'proof-typ-alg',
  title: 'The proof says dpop+jwt and a registered asymmetric algorithm',
  section: 'RFC 9449 §4.3 checks 4 and 5',
  cases: [
    rejects('typ-missing', 'rejects a proof without typ', 'RFC9449-4.3-04a', [header.remove('typ')]),
    rejects(
      'typ-jwt',
      'rejects a proof whose typ is JWT',
      ['RFC9449-4.3-04b', 'RFC9449-11.5-01', 'RFC8725-3.11-01'],
      [header.set('typ', 'JWT')],
      { why: 'Any JWT that the client signs for another purpose could then serve as a proof.' },
    ),
    rejects(
      'typ-at-jwt',
      'rejects a proof whose typ is at+jwt',
      ['RFC9449-4.3-04b', 'RFC9449-11.5-01', 'RFC8725-3.11-01'],
      [header.set('typ', 'at+jwt')],
    ),
    typ('typ-dpop-jwtx', 'dpop+jwtx'),
    typ('typ-xdpop-jwt', 'xdpop+jwt'),
    typ('typ-dpop', 'dpop'),
    typ('typ-dpop-space-jwt', 'dpop jwt'),
    typ('typ-dpop-jws', 'dpop+jws'),
    typ('typ-request-object', 'oauth-authz-req+jwt'),
    typ('typ-leading-space', ' dpop+jwt', 'rejects a proof whose typ begins with a space'),
    typ('typ-jwt-lower', 'jwt'),
    typ('typ-empty', '', 'rejects a proof whose typ is empty'),
    rejects('typ-null', 'rejects a proof whose typ is null', 'RFC9449-4.3-04a', [header.set('typ', null)]),
    rejects('typ-number', 'rejects a proof whose typ is a number', 'RFC9449-4.3-04b', [header.set('typ', 1)]),
    rejects('typ-boolean', 'rejects a proof whose typ is true', 'RFC9449-4.3-04b', [header.set('typ', true)]),
    rejects(
      'typ-array',
      'rejects a proof whose typ is an array that holds dpop+jwt',
      'RFC9449-4.3-04b',
      [header.set('typ', ['dpop+jwt'])],
      { atMost: 'warn' },
    ),
    rejects('typ-in-payload', 'rejects a proof that has its typ in the payload only', 'RFC9449-4.3-04a', [
      header.remove('typ'),
      { op: 'claim-set', name: 'typ', value: 'dpop+jwt' },
    ]),
    observes('typ-application', 'may accept a proof whose typ is application/dpop+jwt', 'RFC9449-4.3-04c', [
      header.set('typ', 'application/dpop+jwt'),
    ]),
    observes('typ-upper', 'may accept a proof whose typ is DPOP+JWT', 'RFC9449-4.3-04c', [
      header.set('typ', 'DPOP+JWT'),
    ]),

    rejects('alg-none', 'rejects a proof with alg none and no signature', 'RFC9449-4.3-05a', [
      header.set('alg', 'none'),
      signBy('nobody'),
    ]),
    rejects('alg-none-signed', 'rejects a proof with alg none that has a signature all the same', 'RFC9449-4.3-05a', [
      header.set('alg', 'none'),
    ]),
    none('alg-none-title', 'None'),
    none('alg-none-upper', 'NONE'),
    none('alg-none-mixed', 'nOnE'),
    rejects('alg-empty', 'rejects a proof with an empty alg and no signature', 'RFC9449-4.3-05e', [
      header.set('alg', ''),
      signBy('nobody'),
    ]),

    rejects(
      'alg-hs256-oct',
      'rejects a proof with HS256 and a symmetric jwk',
      'RFC9449-4.3-05c',
      [header.set('alg', 'HS256'), header.set('jwk', jwk('oct')), signBy('hmac-oct')],
      { why: 'The MAC verifies, since the proof shows its own secret.' },
    ),
    rejects(
      'alg-hs256-public-jwk',
      'rejects a proof with HS256 keyed with the text of its public jwk',
      'RFC9449-4.3-05c',
      [header.set('alg', 'HS256'), signBy('hmac-jwk')],
      { why: 'A library that takes any key for any algorithm would use the public key as the secret.' },
    ),
    rejects(
      'alg-hs256-public-pem',
      'rejects a proof with HS256 keyed with its public key in PEM',
      'RFC9449-4.3-05c',
      [header.set('alg', 'HS256'), signBy('hmac-pem')],
      { why: 'A library that takes any key for any algorithm would use the public key as the secret.' },
    ),

    mismatch('alg-es256-on-p384', 'ES256', 'ES384', 'The curve has to be held against alg, not only the key type.'),
    mismatch('alg-es384-on-p256', 'ES384', 'ES256'),
    mismatchOfKey('alg-es256-signed-by-p384', 'ES256', 'ES384'),
    mismatchOfKey('alg-es384-signed-by-p256', 'ES384', 'ES256'),
    mismatch('alg-es256-on-rsa', 'ES256', 'RS256'),
    mismatch('alg-es256-on-ed25519', 'ES256', 'EdDSA'),
    mismatch('alg-rs256-on-ec', 'RS256', 'ES256'),
    mismatch('alg-eddsa-on-ec', 'EdDSA', 'ES256'),
    mismatch('alg-rs256-on-ps256', 'RS256', 'PS256', 'One key fits both; only the padding tells them apart.'),
    mismatch('alg-ps256-on-rs256', 'PS256', 'RS256', 'One key fits both; only the padding tells them apart.'),
    mismatch('alg-rs512-on-rs256', 'RS512', 'RS256'),

    rejects('alg-unregistered', 'rejects a proof with alg XX256', 'RFC9449-4.3-05e', [header.set('alg', 'XX256')]),
    rejects('alg-number', 'rejects a proof whose alg is a number', 'RFC9449-4.3-05e', [header.set('alg', 256)]),
    rejects('alg-null', 'rejects a proof whose alg is null', 'RFC9449-4.3-05g', [header.set('alg', null)]),
    rejects('alg-missing', 'rejects a proof without alg', 'RFC9449-4.3-05g', [header.remove('alg')]),
    rejects('alg-lower', 'rejects a proof with alg es256', 'RFC9449-4.3-05e', [header.set('alg', 'es256')], {
      session: { alg: 'ES256' },
      atMost: 'warn',
    }),
    rejects(
      'alg-array',
      'rejects a proof whose alg is an array that holds ES256',
      'RFC9449-4.3-05e',
      [header.set('alg', ['ES256'])],
      { session: { alg: 'ES256' }, atMost: 'warn' },
    ),

    rejects(
      'rsa-1024',
      'rejects a proof signed with an RSA key of 1024 bits',
      'RFC9449-11.6-01',
      [{ op: 'key', use: 'other', alg: 'RS256', rsaBits: 1024 }],
      { at: ['token'], session: { alg: 'RS256', rsaBits: 2048 } },
    ),
    observes(
      'rsa-1024-at-resource',
      'may refuse at a resource a proof signed with an RSA key of 1024 bits',
      'RFC9449-11.6-01',
      [],
      { at: ['resource'], session: { alg: 'RS256', rsaBits: 1024 } },
    ),
    accepts('rsa-3072', 'accepts a proof signed with an RSA key of 3072 bits', 'RFC9449-5.1-04', [], {
      at: ['token'],
      session: { alg: 'RS256', rsaBits: 3072 },
    }),
    accepts('rsa-4096', 'accepts a proof signed with an RSA key of 4096 bits', 'RFC9449-5.1-04', [], {
      at: ['token'],
      session: { alg: 'PS256', rsaBits: 4096 },
    }),
    ...algorithms.map(algorithm),
    ...algorithms.map(algorithmAtResource),
  ],
});
