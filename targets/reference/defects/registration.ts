import { row } from './row.ts';

/** Defects of client registration (section 5.2, RFC 7591, RFC 7592). */
export const registrationDefects = [
  row({
    id: 'registration-flag-dropped',
    breaks: ['RFC9449-5.2-03'],
    summary: 'The answer to a registration leaves dpop_bound_access_tokens out.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registration-flag-text',
    breaks: ['RFC9449-5.2-03'],
    summary: 'The answer to a registration has dpop_bound_access_tokens as text.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registration-flag-unread',
    breaks: ['RFC9449-5.2-03'],
    summary: 'What is registered is read without dpop_bound_access_tokens.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registered-client-unbound',
    breaks: ['RFC9449-5.2-01'],
    summary: 'A client registered with dpop_bound_access_tokens gets tokens without a proof.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registered-text-unbound',
    breaks: ['RFC9449-5.2-01'],
    summary: 'The flag is stored as text, which is never compared equal to true.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registered-unflagged-proof-refused',
    breaks: ['RFC9449-5-02'],
    summary: 'Proofs of clients registered without the flag are refused.',
    only: 'as',
    base: 'registration-open',
  }),
  row({
    id: 'registration-endpoint-missing',
    breaks: ['RFC8414-2-02'],
    summary: 'The metadata name a registration endpoint, and there is none.',
    only: 'as',
    base: 'registration-open',
  }),
] as const;
