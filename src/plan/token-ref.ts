import * as z from 'zod';

/**
 * `own`: the session's access token; `sibling`: another live token bound to the same key; `other`: a live token bound
 * to another key; `unbound`: a live Bearer token; `revoked`: one that was bound to the session's key and revoked (RFC 7009);
 * `elsewhere`: one that was issued for another resource (RFC 8707); `garbage`: a token nobody issued; `proof`: the proof
 * itself. The others are the session's token, altered without the key or the memory of its issuer.
 */
export const TokenRef = z.enum([
  'own',
  'sibling',
  'other',
  'unbound',
  'revoked',
  'elsewhere',
  'garbage',
  'proof',
  'none',
  'signature-changed',
  'signature-cut',
  'unsigned',
  'signed-by-client',
  'claims-changed',
  'half',
  'middle-changed',
  'case-swapped',
]);
export type TokenRef = z.output<typeof TokenRef>;
