import * as z from 'zod';

/** What a client says that it can do. */
export const Ability = z.enum([
  'token.client_credentials',
  'token.authorization_code',
  'token.refresh',
  'par',
  'dpop_jkt',
  'call',
  'call.post',
  'call.stream',
  'nonce.as',
  'nonce.rs',
  'restart',
  'parallel',
  'https',
  'http-loopback',
  'redirects',
]);
export type Ability = z.output<typeof Ability>;
