import type { Grant } from './grant.ts';
import { randomBytes, randomUUID } from 'node:crypto';

import { confirmationThumbprint, thumbprint } from '../proof/thumbprint.ts';
import { encodeToken } from '../token.ts';

import type { AsContext } from './context.ts';
import { idToken } from './id-token.ts';
import type { RefreshToken } from './store.ts';

export interface Issued {
  readonly tokenId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const thirtyDays = 2_592_000;

/** RFC 9449 5 and 6.1: issues a token bound to the key of the proof, or a Bearer token when there was no proof. */
export function issueToken(grant: Grant, context: AsContext, refreshToken?: string): Issued {
  const { client, sub, scope } = grant;
  const { defects, policy, origin, resource, store } = context;
  const unbound = client.auth === 'private_key_jwt' && defects.has('client-not-bound');
  const bearer = unbound || policy.bearerForProof || (policy.bearerForUnmarked && !client.dpopBoundAccessTokens);
  const key = bearer ? undefined : grant.key;
  const iat = Math.floor(context.now());
  const lifetime = key && defects.has('token-long-lived') ? thirtyDays : policy.tokenLifetime;
  const tokenId = randomUUID();
  const jkt = (key && grant.jkt) ?? (key && confirmationThumbprint(key, defects));
  const cnf = jkt === undefined || defects.has('cnf-missing') ? {} : { cnf: confirmation(jkt, context) };
  const claims = {
    iss: origin,
    sub,
    aud: grant.audience ?? resource,
    client_id: client.clientId,
    scope,
    iat,
    exp: iat + lifetime,
  };
  const token = encodeToken({ ...claims, jti: tokenId, ...cnf }, policy.opaqueTokens, store);
  const announced = key !== undefined || (grant.emptyHeader && defects.has('empty-header-dpop'));
  const tokenType = announced && !defects.has('token-type-bearer') ? policy.tokenTypeDpop : 'Bearer';
  const refresh = refreshToken === undefined ? {} : { refresh_token: refreshToken };
  return {
    tokenId,
    body: {
      access_token: token,
      token_type: tokenType,
      expires_in: lifetime,
      scope,
      ...refresh,
      ...idToken(grant, origin, context.now()),
    },
  };
}

function confirmation(jkt: string, { defects }: AsContext): unknown {
  return defects.has('cnf-array') ? [{ jkt }] : { jkt };
}

/** RFC 9449 5: refresh tokens of public clients are bound. For confidential clients, client authentication is the binding. */
export function issueRefreshToken(grant: Grant, context: AsContext, rotatedFrom?: RefreshToken): string {
  const { client, sub, scope, key } = grant;
  const token = randomBytes(24).toString('base64url');
  const jkt = key && thumbprint(key);
  const rotated = rotatedFrom !== undefined;
  const forgotten = rotated && context.defects.has('refresh-rotated-unbound');
  const binds = bindsRefreshToken(client.auth === 'none', context) && !forgotten;
  const record: RefreshToken = {
    clientId: client.clientId,
    sub,
    scope,
    boundTo: binds ? jkt : undefined,
    firstJkt: jkt,
    family: rotatedFrom?.family ?? randomUUID(),
    rotated,
  };
  context.store.refreshTokens.set(token, record);
  return token;
}

function bindsRefreshToken(isPublic: boolean, { policy, defects }: AsContext): boolean {
  if (!isPublic) return policy.confidentialRefreshBound || defects.has('refresh-confidential-bound');
  return !defects.has('refresh-plain') && !defects.has('refresh-unbound-beside-bearer');
}
