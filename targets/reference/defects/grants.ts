import { row } from './row.ts';

const as = { only: 'as' } as const;

/** Proofs that one grant or one endpoint alone is careless with (sections 4.3, 5, 10.1). */
export const grantDefects = [
  row('code-proof-unsigned', '4.3-06a-as', 'The signature of a proof beside a code is not verified.', as),
  row('code-proof-htm-unchecked', '4.3-08a-as', 'htm is not compared beside a code.', as),
  row('code-proof-htu-unchecked', '4.3-09a-as', 'htu is not compared beside a code.', as),
  row('code-proof-iat-unchecked', '4.3-11a-as', 'iat may have any value beside a code.', as),
  row('code-proof-jti-missing', '4.3-03a-as', 'jti may be missing beside a code.', as),
  row('code-proof-replayed', '11.1-02-as', 'A proof may be used with any number of codes.', as),
  row('refresh-proof-unsigned', '4.3-06a-as', 'The signature of a proof beside a refresh token is not verified.', as),
  row('refresh-proof-htm-unchecked', '4.3-08a-as', 'htm is not compared beside a refresh token.', as),
  row('refresh-proof-htu-unchecked', '4.3-09a-as', 'htu is not compared beside a refresh token.', as),
  row('refresh-proof-iat-unchecked', '4.3-11a-as', 'iat may have any value beside a refresh token.', as),
  row('refresh-proof-jti-missing', '4.3-03a-as', 'jti may be missing beside a refresh token.', as),
  row('refresh-proof-replayed', '11.1-02-as', 'A proof may be used with any number of refresh tokens.', as),
  row('par-takes-token-htu', '10.1-02', 'PAR takes a proof made for the token endpoint.', as),
  row('token-takes-par-htu', '4.3-09a-as', 'The token endpoint takes a proof made for PAR.', as),
] as const;
