import { row } from './row.ts';

/** Defects in reading the Authorization field (section 7). */
export const credentialDefects = [
  row({
    id: 'scheme-case-sensitive',
    breaks: ['RFC9449-7.1-19', 'RFC9110-11.1-01'],
    summary: 'The scheme name is compared with case.',
    only: 'rs',
  }),
  row({
    id: 'two-spaces-refused',
    breaks: ['RFC9449-7.1-23'],
    summary: 'Only one space may follow the scheme.',
    only: 'rs',
  }),
  row({
    id: 'two-authorizations-accepted',
    breaks: ['RFC9449-7.2-06'],
    summary: 'Of two Authorization lines the first is used.',
    only: 'rs',
  }),
  row({
    id: 'two-authorizations-last',
    breaks: ['RFC9449-7.2-06'],
    summary: 'Of two Authorization lines the last is used.',
    only: 'rs',
  }),
  row({
    id: 'two-authorizations-bypass',
    breaks: ['RFC9449-7.2-01', 'RFC9449-7.2-06'],
    summary: 'Beside another line a Bearer line is not asked for cnf.',
    only: 'rs',
  }),
  row({
    id: 'unbound-bearer-refused',
    breaks: ['RFC9449-7.2-10'],
    summary: 'Unbound tokens are refused although Bearer is announced.',
    only: 'rs',
  }),
  row({
    id: 'empty-credentials-open',
    breaks: ['RFC9449-7.1-03'],
    summary: 'Beside a proof the scheme alone opens the resource.',
    only: 'rs',
  }),
  row({
    id: 'token-quotes-stripped',
    breaks: ['RFC9449-7.1-24'],
    summary: 'A quoted access token is accepted.',
    only: 'rs',
  }),
  row({
    id: 'token-parameter-read',
    breaks: ['RFC9449-7.1-24'],
    summary: 'An access token given as parameter is accepted.',
    only: 'rs',
  }),
  row({
    id: 'token-trailing-word-ignored',
    breaks: ['RFC9449-7.1-24'],
    summary: 'What follows the access token is ignored.',
    only: 'rs',
  }),
  row({
    id: 'token-list-first',
    breaks: ['RFC9449-7.1-24', 'RFC9449-7.2-06'],
    summary: 'Of two credentials in one field the first is used.',
    only: 'rs',
  }),
  row({
    id: 'token-extra-segments-ignored',
    breaks: ['RFC9449-3-03'],
    summary: 'Segments after the third of an access token are ignored.',
    only: 'rs',
  }),
  row({
    id: 'head-open',
    breaks: ['RFC9449-7.1-03', 'RFC9449-7.1-02'],
    summary: 'HEAD requests need no credentials.',
    only: 'rs',
  }),
  row({
    id: 'options-leaks',
    breaks: ['RFC9449-7.1-03'],
    summary: 'OPTIONS without credentials is answered with the content.',
    only: 'rs',
  }),
] as const;
