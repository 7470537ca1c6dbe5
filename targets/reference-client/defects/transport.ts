import { row } from './row.ts';

/** Defects in redirects, in sending again, in transport and in time. */
export const transportDefects = [
  row({
    id: 'redirect-with-same-proof',
    check: 58,
    breaks: ['RFC9449-4-03'],
    summary: 'The proof goes along unchanged to the target of a redirect at the same origin.',
  }),
  row({
    id: 'redirect-elsewhere-with-token',
    check: 59,
    breaks: ['RFC9449-4-03'],
    summary: 'Token and proof go along to another origin.',
  }),
  row({
    id: 'redirect-elsewhere-with-new-proof',
    check: 59,
    breaks: ['RFC9449-4-03'],
    summary: 'The token goes to another origin, with a proof made for it.',
  }),
  row({
    id: 'redirect-elsewhere-with-proof',
    check: 59,
    breaks: ['RFC9449-4-03'],
    summary: 'The proof goes along to another origin, the token does not.',
  }),
  row({
    id: 'token-redirect-followed',
    check: 60,
    breaks: ['RFC9449-2-C1'],
    summary: 'A redirect of the token endpoint is followed with the whole body.',
  }),
  row({
    id: 'token-sent-again',
    check: 61,
    breaks: ['RFC9449-7.3-01'],
    summary: 'A token request that was answered with 429 or 503 is sent again as it was.',
  }),
  row({
    id: 'proof-sent-again',
    check: 61,
    breaks: ['RFC9449-7.3-01', 'RFC9449-4.2-07'],
    summary: 'A request that is sent again after a cut connection or a 503 has the same proof.',
  }),
  row({
    id: 'certificate-unchecked',
    check: 62,
    breaks: ['RFC9449-11-01'],
    summary: 'Any certificate is taken.',
  }),
  row({
    id: 'certificate-name-unchecked',
    check: 62,
    breaks: ['RFC9449-11-01'],
    summary: 'The name in a certificate is not compared.',
  }),
  row({
    id: 'date-followed',
    check: 63,
    breaks: ['RFC9449-11.1-C1'],
    summary: 'The iat follows the Date of the last answer.',
  }),
  row({
    id: 'downgraded-to-bearer',
    check: 64,
    breaks: ['RFC9449-7.2-09'],
    summary: 'A challenge for Bearer alone leads to the bound token as a bearer token.',
  }),
] as const;
