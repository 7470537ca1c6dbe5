import { algorithmDefects } from './algorithms.ts';
import { joseMemberDefects } from './jose-members.ts';
import { signatureDefects } from './signature.ts';
import { row } from './row.ts';

/** Defects in reading the JWS: header lines, serialisation, algorithm, key and signature (4.3 checks 1-7). */
export const joseDefects = [
  row({
    id: 'header-name-case-sensitive',
    breaks: ['RFC9449-4.1-01'],
    summary: 'A DPoP header name in capitals is not seen.',
  }),
  row({
    id: 'two-headers-first',
    breaks: ['RFC9449-4.3-01a'],
    summary: 'Of two different DPoP header lines the first is used.',
  }),
  row({
    id: 'two-headers-last',
    breaks: ['RFC9449-4.3-01a'],
    summary: 'Of two different DPoP header lines the last is used.',
  }),
  row({
    id: 'two-headers-identical',
    breaks: ['RFC9449-4.3-01b'],
    summary: 'The same proof in two header lines is taken for one.',
  }),
  row({
    id: 'comma-first',
    breaks: ['RFC9449-4.3-01c'],
    summary: 'Of two proofs joined by a comma the first is used.',
  }),
  row({
    id: 'two-segments-accepted',
    breaks: ['RFC9449-4.3-02a'],
    summary: 'A proof without its signature segment is accepted.',
  }),
  row({ id: 'extra-segments-accepted', breaks: ['RFC9449-4.3-02a'], summary: 'Segments after the third are ignored.' }),
  row({
    id: 'trailing-dot-accepted',
    breaks: ['RFC9449-4.3-02a'],
    summary: 'Empty segments behind the third are ignored.',
  }),
  row({
    id: 'json-serialisation-accepted',
    breaks: ['RFC9449-4.3-02c'],
    summary: 'A flattened JSON JWS is accepted as a proof.',
  }),
  row({ id: 'padding-accepted', breaks: ['RFC9449-4.3-02d'], summary: 'Padded base64url segments are accepted.' }),
  row({
    id: 'base64-alphabet-accepted',
    breaks: ['RFC9449-4.3-02d'],
    summary: 'The standard base64 alphabet is accepted.',
  }),
  row({
    id: 'trailing-bits-accepted',
    breaks: ['RFC9449-4.3-02d'],
    summary: 'Non-zero unused bits at the end of a segment are ignored.',
  }),
  row({ id: 'whitespace-accepted', breaks: ['RFC9449-4.3-02d'], summary: 'White space inside the proof is skipped.' }),
  row({
    id: 'duplicate-members-accepted',
    breaks: ['RFC7515-4-01'],
    summary: 'Duplicate member names are accepted, the last one counting.',
  }),
  row({
    id: 'utf8-lenient',
    breaks: ['RFC8725-3.7-01'],
    summary: 'Malformed UTF-8 in the JSON is replaced instead of refused.',
  }),
  row({
    id: 'typ-unchecked',
    breaks: {
      as: ['RFC9449-4.3-04b', 'RFC8725-3.11-01', 'RFC9449-11.5-01'],
      rs: ['RFC9449-4.3-04b', 'RFC9449-11.5-01'],
    },
    summary: 'Any typ that is present is accepted.',
  }),
  row({ id: 'typ-missing-accepted', breaks: ['RFC9449-4.3-04a'], summary: 'A proof without typ is accepted.' }),
  row({
    id: 'typ-prefix-compared',
    breaks: ['RFC9449-4.3-04b'],
    summary: 'A typ that merely begins with dpop+jwt is accepted.',
  }),
  row({
    id: 'typ-jwt-accepted',
    breaks: ['RFC9449-4.3-04b', 'RFC9449-11.5-01'],
    summary: 'The typ "JWT" is accepted beside dpop+jwt.',
  }),
  ...signatureDefects,
  ...joseMemberDefects,
  ...algorithmDefects,
] as const;
