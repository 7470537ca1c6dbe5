import { ClientError } from '../client-error.ts';
import { exchange } from '../exchange.ts';
import { jsonObject, type Answer } from '../http/message.ts';
import { safeUrl } from '../http/safe.ts';
import { newKey } from '../proof/keys.ts';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';
import { neededText, text } from '../settings.ts';
import type { Metadata } from './endpoints.ts';

export async function metadataOf(self: Self, session: Session): Promise<Metadata> {
  session.metadata ??= await fetchMetadata(self, session);
  return session.metadata;
}

async function fetchMetadata(self: Self, session: Session): Promise<Metadata> {
  const { issuer } = session.settings;
  const answer = await firstFound(self, session, places(issuer));
  const document = jsonObject(answer.body);
  if (document['issuer'] !== issuer && !self.has('issuer-unchecked'))
    throw new ClientError('issuer_mismatch', 'the metadata is of another issuer (RFC 8414 3.3)');
  const endpoint = (name: string): URL | undefined => {
    const value = text(document, name);
    return value === undefined ? undefined : safeUrl(value, issuer);
  };
  const listed = document['dpop_signing_alg_values_supported'];
  return {
    tokenEndpoint: safeUrl(neededText(document, 'token_endpoint'), issuer),
    authorizationEndpoint: endpoint('authorization_endpoint'),
    parEndpoint: endpoint('pushed_authorization_request_endpoint'),
    deviceEndpoint: endpoint('device_authorization_endpoint'),
    requiresPar: document['require_pushed_authorization_requests'] === true,
    givesIssuer: document['authorization_response_iss_parameter_supported'] === true,
    algorithms: Array.isArray(listed) ? (listed as unknown[]) : undefined,
  };
}

/** RFC 8414 3.1 and 5. */
function places(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

async function firstFound(self: Self, session: Session, urls: readonly string[]): Promise<Answer> {
  for (const place of urls) {
    const url = safeUrl(place, session.settings.issuer);
    // The algorithms that the server takes are not known yet, so this key serves here alone.
    const key = self.policy.metadataProof ? newKey('ES256', self.has) : undefined;
    const content = () => ({ lines: [['Accept', 'application/json'] as const] });
    const answer = await exchange(self, session, { role: 'as', purpose: 'metadata', method: 'GET', url, key, content });
    if (answer.status === 200) return answer;
  }
  throw new ClientError('no_metadata', 'the authorization server shows no metadata');
}
