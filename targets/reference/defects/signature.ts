import { row } from './row.ts';

/** Defects in the algorithm, the key and the signature of a proof (4.3 checks 5-7). */
export const signatureDefects = [
  row({ id: 'alg-none-accepted', breaks: ['RFC9449-4.3-05a'], summary: 'alg none is accepted without a signature.' }),
  row({
    id: 'alg-none-case-accepted',
    breaks: ['RFC9449-4.3-05b'],
    summary: 'Other spellings of none are accepted without a signature.',
  }),
  row({
    id: 'hs256-oct-accepted',
    breaks: ['RFC9449-4.3-05c'],
    summary: 'HS256 with a symmetric key shown in jwk is accepted.',
  }),
  row({
    id: 'hs256-public-key-accepted',
    breaks: ['RFC9449-4.3-05c'],
    summary: 'HS256 keyed with the public jwk is accepted.',
  }),
  row({
    id: 'ec-curve-unchecked',
    breaks: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    summary: 'The curve of the key is not held against alg.',
  }),
  row({
    id: 'key-type-unchecked',
    breaks: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    summary: 'The key type decides the algorithm, whatever alg says.',
  }),
  row({
    id: 'rsa-padding-confused',
    breaks: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    summary: 'RS256 and PS256 signatures pass for one another.',
  }),
  row({
    id: 'alg-unregistered-accepted',
    breaks: ['RFC9449-4.3-05e'],
    summary: 'An unknown alg falls back to the algorithm of the key.',
  }),
  row({
    id: 'alg-trimmed',
    breaks: ['RFC9449-4.3-05e'],
    summary: 'White space around alg is taken away.',
  }),
  row({
    id: 'alg-missing-accepted',
    breaks: ['RFC9449-4.3-05g'],
    summary: 'A missing alg falls back to the algorithm of the key.',
  }),
  row({
    id: 'signature-unchecked',
    breaks: {
      as: ['RFC9449-4.3-06a', 'RFC9449-4.3-06b'],
      rs: ['RFC9449-4.3-06a', 'RFC9449-4.3-06b', 'RFC8725-3.3-01'],
    },
    summary: 'The signature is not verified.',
  }),
  row({
    id: 'signature-length-only',
    breaks: ['RFC9449-4.3-06a', 'RFC9449-4.3-06b'],
    summary: 'Only the length of the signature is looked at.',
  }),
  row({
    id: 'signature-surplus-ignored',
    breaks: ['RFC9449-4.3-06j'],
    summary: 'Octets behind an ECDSA signature are ignored.',
  }),
  row({
    id: 'signature-by-any-known-key',
    breaks: ['RFC9449-4.3-06b'],
    summary: 'A signature by any key seen before is accepted.',
  }),
  row({
    id: 'jwk-looked-up-elsewhere',
    breaks: ['RFC9449-4.3-06c'],
    summary: 'Without jwk the key is looked up among those seen before.',
  }),
  row({
    id: 'x5c-instead-of-jwk',
    breaks: ['RFC9449-4.3-06b', 'RFC9449-4.3-06c'],
    summary: 'The signature is verified with the key of the certificate in x5c.',
  }),
  row({
    id: 'zero-signature-accepted',
    breaks: ['RFC9449-4.3-06d'],
    summary: 'An ECDSA signature of zeros is accepted.',
  }),
  row({
    id: 'der-signature-accepted',
    breaks: ['RFC9449-4.3-06e'],
    summary: 'A DER-encoded ECDSA signature is accepted.',
  }),
  row({
    id: 'off-curve-accepted',
    breaks: ['RFC9449-4.3-06f'],
    summary: 'A key that cannot be imported skips the signature check.',
    only: 'as',
  }),
  row({
    id: 'off-curve-500',
    breaks: ['RFC9449-4.3-06f'],
    summary: 'A point that is not on the curve gives a server error.',
  }),
  row({
    id: 'private-ec-accepted',
    breaks: ['RFC9449-4.3-07a'],
    summary: 'An EC jwk with its private member is accepted.',
  }),
  row({
    id: 'private-rsa-accepted',
    breaks: ['RFC9449-4.3-07b'],
    summary: 'An RSA jwk with its private members is accepted.',
  }),
  row({
    id: 'private-okp-accepted',
    breaks: ['RFC9449-4.3-07b'],
    summary: 'An OKP jwk with its private member is accepted.',
  }),
  row({ id: 'rsa-1024-accepted', breaks: ['RFC9449-11.6-01'], summary: 'RSA keys below 2048 bits are accepted.' }),
] as const;
