import * as z from 'zod';

/** What a client says that it can do. */
export const Ability = z.enum([
  'token.client_credentials',
  'token.authorization_code',
  'token.refresh',
  'token.exchange',
  'token.device_code',
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

/** Grants of which the name is a URN (RFC 8693 §2.1, RFC 8628 §3.4). */
export const urnGrants = {
  exchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;

/** The `grant_type` of each token request that a client can be asked for. */
export const clientGrantTypes = [
  'client_credentials',
  'authorization_code',
  'refresh_token',
  urnGrants.exchange,
  urnGrants.deviceCode,
] as const;
