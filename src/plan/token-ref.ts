import * as z from 'zod';

/** Ways to alter an opaque access token, without the memory of its issuer. */
export const opaqueAlterations = ['half', 'middle-changed', 'case-swapped'] as const;

/** Ways to alter a JWT, without the key of its issuer. */
export const jwtAlterations = [
  'signature-changed',
  'signature-cut',
  'unsigned',
  'signed-by-client',
  'claims-changed',
] as const;

export type OpaqueAlteration = (typeof opaqueAlterations)[number];
export type JwtAlteration = (typeof jwtAlterations)[number];

/**
 * `own`: the session's access token; `sibling`: another live token bound to the same key; `other`: a live token bound
 * to another key; `unbound`: a live Bearer token; `revoked`: one that was bound to the session's key and revoked (RFC 7009);
 * `elsewhere`: one that was issued for another resource (RFC 8707); `aged`: one that is kept until it has expired; `fresh`: one that
 * has been issued a short while ago; `garbage`: a token nobody issued; `proof`: the proof
 * itself. The others are the session's token, altered without the key or the memory of its issuer.
 */
export const TokenRef = z.enum([
  'own',
  'sibling',
  'other',
  'unbound',
  'revoked',
  'elsewhere',
  'aged',
  'fresh',
  'garbage',
  'proof',
  'none',
  ...jwtAlterations,
  ...opaqueAlterations,
]);
export type TokenRef = z.output<typeof TokenRef>;
