import { row } from './row.ts';

/** Defects in reading the binding of an access token (section 6). */
export const boundTokenDefects = [
  row({
    id: 'cnf-unknown-with-dpop',
    breaks: ['RFC7800-3.1-03'],
    summary: 'A cnf without jkt is no reason to look at the key.',
    only: 'rs',
  }),
  row({
    id: 'cnf-type-unchecked',
    breaks: ['RFC9449-6-03'],
    summary: 'A cnf that is no object is no reason to look at the key.',
    only: 'rs',
  }),
  row({
    id: 'jkt-falsy-unchecked',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02', 'RFC9449-6-03'],
    summary: 'An empty jkt is compared with nothing.',
    only: 'rs',
  }),
  row({
    id: 'jkt-type-unchecked',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'A jkt that is no string is compared with nothing.',
    only: 'rs',
  }),
  row({
    id: 'jkt-array-accepted',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'A jkt array that holds the thumbprint is accepted.',
    only: 'rs',
  }),
  row({
    id: 'jkt-prefix-compared',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'jkt need only begin the thumbprint.',
    only: 'rs',
  }),
  row({
    id: 'jkt-case-folded',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'jkt is compared without case.',
    only: 'rs',
  }),
  row({
    id: 'jkt-padding-ignored',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'Padding of jkt is ignored.',
    only: 'rs',
  }),
  row({
    id: 'jkt-hex-accepted',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'jkt in hexadecimal is accepted.',
    only: 'rs',
  }),
  row({
    id: 'jkt-sha1-accepted',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'jkt made with SHA-1 is accepted.',
    only: 'rs',
  }),
  row({
    id: 'jkt-sha512-accepted',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'jkt made with SHA-512 is accepted.',
    only: 'rs',
  }),
  row({
    id: 'jkt-all-members-accepted',
    breaks: ['RFC9449-6.1-04'],
    summary: 'jkt over all members of the jwk is accepted too.',
    only: 'rs',
  }),
  row({
    id: 'jkt-stripped-accepted',
    breaks: ['RFC9449-6.1-04'],
    summary: 'jkt over coordinates without leading zeros is accepted too.',
    only: 'rs',
  }),
  row({ id: 'jkt-outside-read', breaks: ['RFC9449-6-03'], summary: 'Without cnf the claim jkt counts.', only: 'rs' }),
  row({
    id: 'jkt-outside-preferred',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'The claim jkt counts before cnf.',
    only: 'rs',
  }),
  row({ id: 'actor-cnf-read', breaks: ['RFC9449-6-03'], summary: 'Without cnf that of act counts.', only: 'rs' }),
  row({
    id: 'cnf-jwk-preferred',
    breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    summary: 'The jwk of cnf counts before its jkt.',
    only: 'rs',
  }),
] as const;
