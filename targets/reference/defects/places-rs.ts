import { row } from './row.ts';

/** Defects that only one method or resource has. */
export const resourcePlaceDefects = [
  row({
    id: 'other-htm-unchecked',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm is not compared at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-htu-unchecked',
    breaks: ['RFC9449-4.3-09a'],
    summary: 'Only the origin of htu is compared at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-iat-unchecked',
    breaks: ['RFC9449-4.3-11a'],
    summary: 'iat may have any value at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-jti-missing',
    breaks: ['RFC9449-4.3-03a'],
    summary: 'jti may be missing at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-typ-unchecked',
    breaks: ['RFC9449-4.3-04b'],
    summary: 'Any typ is accepted at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-alg-none',
    breaks: ['RFC9449-4.3-05a'],
    summary: 'alg none is accepted at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-private-key',
    breaks: ['RFC9449-4.3-07a'],
    summary: 'A private EC key is accepted at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-two-headers',
    breaks: ['RFC9449-4.3-01a'],
    summary: 'Of two DPoP lines the first is used at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-ath-unchecked',
    breaks: ['RFC9449-4.3-12b'],
    summary: 'ath is not compared at /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'other-empty-header-opens',
    breaks: ['RFC9449-7.1-02'],
    summary: 'An empty DPoP header opens /resource/other.',
    only: 'rs',
  }),
  row({
    id: 'htm-usual-accepted',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm may be GET or POST, whatever the method is.',
    only: 'rs',
  }),
  row({ id: 'put-open', breaks: ['RFC9449-7.1-03'], summary: 'PUT requests need no credentials.', only: 'rs' }),
  row({
    id: 'patch-without-proof',
    breaks: ['RFC9449-7.1-02'],
    summary: 'The DPoP scheme works without a proof for PATCH.',
    only: 'rs',
  }),
  row({
    id: 'delete-bound-as-bearer',
    breaks: ['RFC9449-7.2-11'],
    summary: 'A bound token works as Bearer for DELETE.',
    only: 'rs',
  }),
  row({
    id: 'delete-htm-unchecked',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm is not compared for DELETE.',
    only: 'rs',
  }),
  row({
    id: 'other-methods-open',
    breaks: ['RFC9449-7.1-03'],
    summary: 'Methods that the server does not know are answered with the content, to everybody.',
    only: 'rs',
  }),
  row({
    id: 'post-nonce-not-demanded',
    breaks: ['RFC9449-11.3-01'],
    summary: 'POST requests need no nonce.',
    only: 'rs',
    base: 'nonce-required',
  }),
  row({
    id: 'other-nonce-not-demanded',
    breaks: ['RFC9449-11.3-01'],
    summary: '/resource/other needs no nonce.',
    only: 'rs',
    base: 'nonce-required',
  }),
  row({
    id: 'post-nonce-any-accepted',
    breaks: ['RFC9449-4.3-10', 'RFC9449-9-03'],
    summary: 'Any string is accepted as nonce of a POST request.',
    only: 'rs',
    base: 'nonce-required',
  }),
] as const;
