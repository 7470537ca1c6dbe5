import { reply, type Incoming, type Reply } from '../net/message.ts';
import { readToken } from '../token.ts';
import { authenticateClient } from './client-auth.ts';
import type { AsContext } from './context.ts';
import { readForm } from './form.ts';
import { noStore, OauthError } from './oauth-error.ts';

/** RFC 7009 2: a client revokes its own tokens. An unknown token counts as revoked. */
export function revocationEndpoint(request: Incoming, context: AsContext): Reply {
  const form = readForm(request);
  const { clientId } = authenticateClient(request, form, context);
  const token = form.get('token');
  if (token === undefined) throw new OauthError('invalid_request', 'token is missing');
  const { origin: issuer, resource: audience, store, defects } = context;
  if (store.refreshTokens.get(token)?.clientId === clientId) store.refreshTokens.delete(token);
  const claims = readToken(token, store, { now: context.now(), issuer, audience, defects });
  if (claims?.client_id === clientId) store.revoked.add(claims.jti);
  return reply(200, '', [noStore]);
}
