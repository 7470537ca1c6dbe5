import { decodeBase64url } from '../proof/base64url.ts';
import { parseJsonObject } from '../proof/json.ts';
import { signJwt } from '../token.ts';
import type { Grant } from './grant.ts';

const lifetime = 300;

/** OpenID Connect Core 3.1.3.3: comes with the access token when the scope asks for it. */
export function idToken({ client, sub, scope }: Grant, issuer: string, now: number): { readonly id_token?: string } {
  if (!scope.split(' ').includes('openid')) return {};
  const iat = Math.floor(now);
  const claims = { iss: issuer, sub, aud: client.clientId, iat, exp: iat + lifetime };
  return { id_token: signJwt('JWT', claims) };
}

/** Looks only at the claims. Only a defect uses this. */
export function isIdTokenOf(text: string, issuer: string): boolean {
  const payload = decodeBase64url(text.split('.')[1] ?? '');
  const claims = payload && parseJsonObject(payload);
  return claims?.iss === issuer && typeof claims.sub === 'string' && claims.scope === undefined;
}
