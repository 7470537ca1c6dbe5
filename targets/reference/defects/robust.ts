import { row } from './row.ts';

/** Defects that only unusual requests show: servers crash on them, hang, or accept them. */
export const robustDefects = [
  row({
    id: 'mistyped-member-exit',
    breaks: ['RFC9449-4.3-03e'],
    summary: 'A claim of the wrong type ends the process; it is started again.',
  }),
  row({ id: 'deep-json-endless', breaks: ['PM-ROBUST'], summary: 'JSON nested five hundred deep is never answered.' }),
  row({ id: 'deep-json-exit', breaks: ['PM-ROBUST'], summary: 'JSON nested a thousand deep ends the process.' }),
  row({
    id: 'long-jti-500',
    breaks: ['RFC9449-11.1-04'],
    summary: 'A jti above 5000 characters gives a server error.',
  }),
  row({
    id: 'long-member-500',
    breaks: ['PM-ROBUST'],
    summary: 'A member of 3000 characters or more gives a server error.',
  }),
  row({ id: 'nul-500', breaks: ['PM-ROBUST'], summary: 'A NUL in any string of the proof gives a server error.' }),
  row({
    id: 'control-500',
    breaks: ['PM-ROBUST'],
    summary: 'An escape character in any string of the proof gives a server error.',
  }),
  row({
    id: 'surrogate-500',
    breaks: ['PM-ROBUST'],
    summary: 'Half a surrogate pair in any string of the proof gives a server error.',
  }),
  row({
    id: 'format-500',
    breaks: ['PM-ROBUST'],
    summary: 'A zero-width space in any string of the proof gives a server error.',
  }),
  row({
    id: 'template-500',
    breaks: ['PM-ROBUST'],
    summary: 'A quotation mark in any string of the proof gives a server error.',
  }),
  row({
    id: 'path-500',
    breaks: ['PM-ROBUST'],
    summary: 'A path that leads upwards in any string of the proof gives a server error.',
  }),
  row({
    id: 'method-name-500',
    breaks: ['PM-ROBUST'],
    summary: 'A member named toString or toJSON gives a server error.',
  }),
  row({ id: 'x5c-500', breaks: ['PM-ROBUST'], summary: 'An x5c that is no certificate gives a server error.' }),
  row({ id: 'x5t-500', breaks: ['PM-ROBUST'], summary: 'An x5t gives a server error.' }),
  row({ id: 'zip-500', breaks: ['PM-ROBUST'], summary: 'A zip member gives a server error.' }),
  row({ id: 'b64-500', breaks: ['PM-ROBUST'], summary: 'A b64 member gives a server error.' }),
  row({ id: 'cty-500', breaks: ['PM-ROBUST'], summary: 'A cty member gives a server error.' }),
  row({ id: 'exp-infinite-500', breaks: ['PM-ROBUST'], summary: 'An exp beyond all numbers gives a server error.' }),
  row({
    id: 'many-fields-500',
    breaks: ['PM-ROBUST'],
    summary: 'A hundred header fields or more give a server error.',
  }),
  row({
    id: 'fifty-fields-first',
    breaks: ['RFC9449-4.3-01a'],
    summary: 'Of more than two DPoP lines the first is used.',
  }),
  row({
    id: 'typ-folded',
    breaks: ['RFC9449-4.3-04b'],
    summary: 'typ is compared after Unicode compatibility folding.',
  }),
  row({
    id: 'htm-folded',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm is compared after Unicode compatibility folding.',
  }),
  row({
    id: 'htu-folded',
    breaks: ['RFC9449-4.3-09h'],
    summary: 'htu is compared after Unicode compatibility folding.',
  }),
  row({ id: 'c-string-compared', breaks: ['RFC9449-4.3-04b'], summary: 'typ ends at its first NUL.' }),
  row({ id: 'htm-c-string', breaks: ['RFC9449-4.3-08a'], summary: 'htm ends at its first NUL.', only: 'as' }),
  row({
    id: 'prototype-polluted',
    breaks: ['RFC9449-4.3-04a'],
    summary: 'Header members are merged into an object along with __proto__.',
  }),
  row({
    id: 'prototype-polluted-for-good',
    breaks: ['RFC9449-4.3-04a'],
    summary: 'Members of __proto__ and constructor.prototype become those of every header.',
  }),
  row({
    id: 'claims-prototype-read',
    breaks: ['RFC9449-4.3-03a'],
    summary: 'Claims are read from __proto__ and constructor.prototype too.',
  }),
  row({
    id: 'alg-prototype-500',
    breaks: ['RFC9449-4.3-05e'],
    summary: 'An alg that names a method of objects gives a server error.',
  }),
  row({
    id: 'alg-mistyped-500',
    breaks: ['RFC9449-4.3-05e'],
    summary: 'An alg that is no string gives a server error.',
  }),
  row({
    id: 'typ-mistyped-500',
    breaks: ['RFC9449-4.3-04b'],
    summary: 'A typ that is no string gives a server error.',
  }),
  row({
    id: 'jwk-mistyped-500',
    breaks: ['RFC9449-4.3-06c'],
    summary: 'A jwk that is no object gives a server error.',
  }),
  row({
    id: 'jwk-member-500',
    breaks: ['RFC9449-4.3-06g'],
    summary: 'A missing or mistyped member of jwk gives a server error.',
  }),
  row({
    id: 'jwk-member-inferred',
    breaks: ['RFC9449-4.3-06g'],
    summary: 'kty and crv are inferred from alg where the jwk has no usable ones.',
  }),
  row({ id: 'jwk-kty-folded', breaks: ['RFC9449-4.3-06g'], summary: 'kty is compared without case.' }),
  row({
    id: 'jwk-empty-unverified',
    breaks: ['RFC9449-4.3-06g'],
    summary: 'Where a member of jwk is missing or mistyped the signature is not verified.',
    only: 'as',
  }),
  row({
    id: 'leading-zero-refused',
    breaks: ['RFC9449-4.3-06h'],
    summary: 'A coordinate that begins with a zero octet is refused.',
  }),
  row({
    id: 'leading-zero-dropped',
    breaks: ['RFC9449-4.3-06h'],
    summary: 'A leading zero octet of a coordinate is dropped before the length is checked.',
  }),
  row({
    id: 'coordinates-padded',
    breaks: ['RFC7638-3.3-01'],
    summary: 'A coordinate that lacks its zero octet is filled up, the thumbprint made as given.',
    only: 'as',
  }),
  row({
    id: 'long-exponent-accepted',
    breaks: ['RFC7638-3.3-01'],
    summary: 'An RSA exponent with a zero octet too many is accepted.',
    only: 'as',
  }),
  row({
    id: 'long-coordinate-accepted',
    breaks: ['RFC7638-3.3-01'],
    summary: 'A coordinate with a zero octet too many is accepted.',
    only: 'as',
  }),
  row({
    id: 'bad-point-500',
    breaks: ['RFC9449-4.3-06f'],
    summary: 'A point or an octet key of the wrong length gives a server error.',
  }),
  row({
    id: 'bad-rsa-500',
    breaks: ['RFC9449-4.3-06f'],
    summary: 'An RSA key with a strange modulus or exponent gives a server error.',
  }),
  row({
    id: 'rsa-exponent-unchecked',
    breaks: ['RFC9449-11.6-01'],
    summary: 'RSA keys with any exponent are accepted.',
  }),
  row({
    id: 's-beyond-order-accepted',
    breaks: ['RFC9449-4.3-06i'],
    summary: 'An Ed25519 signature with a larger s is accepted.',
  }),
  row({
    id: 'signature-range-500',
    breaks: ['RFC9449-4.3-06d'],
    summary: 'An ECDSA signature with r or s out of range gives a server error.',
  }),
  row({
    id: 'signature-range-accepted',
    breaks: ['RFC9449-4.3-06d'],
    summary: 'An ECDSA signature with r or s out of range is accepted.',
  }),
  row({
    id: 'short-signature-500',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'A signature of a few octets gives a server error.',
  }),
  row({
    id: 'jwk-alg-trusted',
    breaks: ['RFC9449-4.3-05d'],
    summary: 'The alg of jwk goes before the alg of the header.',
  }),
  row({ id: 'jwk-alg-none-trusted', breaks: ['RFC9449-4.3-06a'], summary: 'A jwk with alg none needs no signature.' }),
  row({ id: 'iat-infinite-accepted', breaks: ['RFC9449-4.3-11f'], summary: 'An iat beyond all numbers is accepted.' }),
  row({
    id: 'iat-nan-accepted',
    breaks: ['RFC9449-4.3-02b'],
    summary: 'The words NaN and Infinity are read as numbers.',
  }),
  row({ id: 'iat-large-500', breaks: ['RFC9449-4.3-11f'], summary: 'An iat beyond 2^53 gives a server error.' }),
  row({
    id: 'iat-no-number-500',
    breaks: ['RFC9449-4.3-02b'],
    summary: 'A number that is no JSON gives a server error.',
  }),
  row({
    id: 'iat-notation-refused',
    breaks: ['RFC9449-4.3-11e'],
    summary: 'An iat written with a point or an exponent is refused.',
  }),
  row({
    id: 'json-relaxed',
    breaks: ['RFC9449-4.3-02b'],
    summary: 'JSON with comments, single quotes, a comma or a NUL too many is accepted.',
  }),
  row({ id: 'octets-ignored', breaks: ['RFC9449-4.3-02d'], summary: 'A byte order mark before the proof is ignored.' }),
  row({
    id: 'crit-mistyped-500',
    breaks: ['RFC7515-4.1.11-01'],
    summary: 'A crit that is no list of names gives a server error.',
  }),
  row({
    id: 'exp-mistyped-500',
    breaks: ['RFC7519-4.1.4-02'],
    summary: 'An exp that is no number gives a server error.',
  }),
] as const;
