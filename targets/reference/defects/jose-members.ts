import { row } from './row.ts';

/** Defects about further members of header and jwk, about lawful variety, and about text that crashes servers. */
export const joseMemberDefects = [
  row({
    id: 'crit-ignored',
    breaks: ['RFC7515-4.1.11-01'],
    summary: 'Critical extensions that are not understood are ignored.',
  }),
  row({ id: 'b64-false-accepted', breaks: ['RFC7797-7-01'], summary: 'The b64 extension is taken to be understood.' }),
  row({ id: 'jku-fetched', breaks: ['RFC8725-3.10-01'], summary: 'URLs in jku and x5u are fetched.' }),
  row({
    id: 'unknown-header-refused',
    breaks: ['RFC7519-4-01'],
    summary: 'Header members that are not understood are refused.',
  }),
  row({
    id: 'jwk-optional-members-refused',
    breaks: { as: ['RFC9449-6.1-03'], rs: ['RFC9449-6.1-04'] },
    summary: 'Optional members of jwk are refused.',
  }),
  row({
    id: 'thumbprint-all-members',
    breaks: { as: ['RFC9449-6.1-03', 'RFC7638-3.2-01'], rs: ['RFC9449-6.1-04'] },
    summary: 'The thumbprint covers all members of jwk.',
  }),
  row({
    id: 'thumbprint-zero-stripped',
    breaks: { as: ['RFC9449-6.1-02'], rs: ['RFC9449-6.1-04'] },
    summary: 'The thumbprint drops leading zeros of coordinates.',
  }),
  row({
    id: 'es256-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with ES256 are refused although it is listed.',
  }),
  row({
    id: 'es384-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with ES384 are refused although it is listed.',
  }),
  row({
    id: 'es512-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with ES512 are refused although it is listed.',
  }),
  row({
    id: 'ps256-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with PS256 are refused although it is listed.',
  }),
  row({
    id: 'rs256-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with RS256 are refused although it is listed.',
  }),
  row({
    id: 'eddsa-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with EdDSA are refused although it is listed.',
  }),
  row({
    id: 'ed25519-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with Ed25519 are refused although it is listed.',
  }),
  row({
    id: 'ps384-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with PS384 are refused although it is listed.',
    base: 'all-algorithms',
  }),
  row({
    id: 'ps512-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with PS512 are refused although it is listed.',
    base: 'all-algorithms',
  }),
  row({
    id: 'rs384-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with RS384 are refused although it is listed.',
    base: 'all-algorithms',
  }),
  row({
    id: 'rs512-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with RS512 are refused although it is listed.',
    base: 'all-algorithms',
  }),
  row({
    id: 'rsa-large-refused',
    breaks: ['RFC9449-5.1-04'],
    summary: 'RSA keys above 2048 bits are refused.',
    only: 'as',
  }),
  row({
    id: 'header-name-lower-refused',
    breaks: ['RFC9449-4.1-01'],
    summary: 'A DPoP header name in lower case is not seen.',
  }),
  row({
    id: 'json-white-space-refused',
    breaks: ['RFC7519-7.1-01'],
    summary: 'White space around the JSON of a part is refused.',
  }),
  row({
    id: 'jkt-member-order',
    breaks: ['RFC9449-6.1-02', 'RFC7638-3-01'],
    summary: 'The thumbprint takes members in the order sent.',
    only: 'as',
  }),
  row({
    id: 'jwk-order-refused',
    breaks: ['RFC9449-6.1-04'],
    summary: 'A jwk whose first member is not kty is refused.',
    only: 'rs',
  }),
  row({
    id: 'not-object-500',
    breaks: ['RFC9449-4.3-02b'],
    summary: 'A payload that is not a JSON object gives a server error.',
  }),
  row({
    id: 'bad-base64-500',
    breaks: ['RFC9449-4.3-02b'],
    summary: 'Text that is no base64url gives a server error.',
  }),
  row({ id: 'long-proof-500', breaks: ['RFC9449-11.1-04'], summary: 'A proof beyond 4 KiB gives a server error.' }),
] as const;
