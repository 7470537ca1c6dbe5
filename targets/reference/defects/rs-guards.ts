import { row } from './row.ts';

/**
 * Defects of guards that compare the Authorization field as text. What they do not see goes on to a check of Bearer tokens
 * that knows no binding (sections 7.1 and 7.2).
 */
export const guardDefects = [
  row({
    id: 'scheme-lower-slips',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Under dpop a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'scheme-upper-slips',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Under DPOP a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'scheme-spaces-slip',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Two spaces behind DPoP a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'scheme-tab-slips',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Behind DPoP and a tab a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'scheme-absent-slips',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Without any scheme a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'scheme-unknown-slips',
    breaks: ['RFC9449-7.1-02'],
    summary: 'Under an unknown scheme a bound token needs no proof.',
    only: 'rs',
  }),
  row({
    id: 'bearer-spaces-slip',
    breaks: ['RFC9449-7.2-01'],
    summary: 'Two spaces behind Bearer a bound token works.',
    only: 'rs',
  }),
  row({
    id: 'bearer-tab-slips',
    breaks: ['RFC9449-7.2-01'],
    summary: 'Behind Bearer and a tab a bound token works.',
    only: 'rs',
  }),
  row({
    id: 'tab-taken-for-space',
    breaks: ['RFC9449-7.1-23'],
    summary: 'A tab may stand behind the scheme.',
    only: 'rs',
  }),
  row({
    id: 'bearer-in-place',
    breaks: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    summary: 'Under DPoP every request is refused, and a bound token works as Bearer.',
    only: 'rs',
  }),
  row({
    id: 'post-guarded',
    breaks: ['PM-POST'],
    summary: 'A filter against forged requests stops POST with a bound token, and lets Bearer pass.',
    only: 'rs',
    base: 'post-named-alone',
  }),
  row({
    id: 'bearer-only',
    breaks: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    summary: 'Only Bearer is known and announced, and a bound token works under it.',
    only: 'rs',
    base: 'no-metadata',
  }),
] as const;
