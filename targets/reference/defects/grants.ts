import { row } from './row.ts';

/** Defects that only one grant or one endpoint has (sections 4.3, 5, 10.1). */
export const grantDefects = [
  row({
    id: 'code-proof-unsigned',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'The signature of a proof beside a code is not verified.',
    only: 'as',
  }),
  row({
    id: 'code-proof-htm-unchecked',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm is not compared beside a code.',
    only: 'as',
  }),
  row({
    id: 'code-proof-htu-unchecked',
    breaks: ['RFC9449-4.3-09a'],
    summary: 'htu is not compared beside a code.',
    only: 'as',
  }),
  row({
    id: 'code-proof-iat-unchecked',
    breaks: ['RFC9449-4.3-11a'],
    summary: 'iat may have any value beside a code.',
    only: 'as',
  }),
  row({
    id: 'code-proof-jti-missing',
    breaks: ['RFC9449-4.3-03a'],
    summary: 'jti may be missing beside a code.',
    only: 'as',
  }),
  row({
    id: 'code-proof-replayed',
    breaks: ['RFC9449-11.1-02'],
    summary: 'A proof may be used with any number of codes.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-unsigned',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'The signature of a proof beside a refresh token is not verified.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-htm-unchecked',
    breaks: ['RFC9449-4.3-08a'],
    summary: 'htm is not compared beside a refresh token.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-htu-unchecked',
    breaks: ['RFC9449-4.3-09a'],
    summary: 'htu is not compared beside a refresh token.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-iat-unchecked',
    breaks: ['RFC9449-4.3-11a'],
    summary: 'iat may have any value beside a refresh token.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-jti-missing',
    breaks: ['RFC9449-4.3-03a'],
    summary: 'jti may be missing beside a refresh token.',
    only: 'as',
  }),
  row({
    id: 'refresh-proof-replayed',
    breaks: ['RFC9449-11.1-02'],
    summary: 'A proof may be used with any number of refresh tokens.',
    only: 'as',
  }),
  row({
    id: 'par-takes-token-htu',
    breaks: ['RFC9449-10.1-02'],
    summary: 'PAR takes a proof made for the token endpoint.',
    only: 'as',
  }),
  row({
    id: 'token-takes-par-htu',
    breaks: ['RFC9449-4.3-09a'],
    summary: 'The token endpoint takes a proof made for PAR.',
    only: 'as',
  }),
] as const;
