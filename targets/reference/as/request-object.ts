import { createPublicKey, verify } from 'node:crypto';
import { decodeBase64url } from '../proof/base64url.ts';
import { parseJsonObject } from '../proof/json.ts';
import { referenceClients } from './clients.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
import { OauthError } from './oauth-error.ts';

/** RFC 9101 6: only the parameters in the request object count. */
export function readRequestObject(query: Form, context: AsContext): Form {
  const { policy, defects, origin } = context;
  if (!policy.requestObjects) throw new OauthError('request_not_supported', 'no request objects');
  const claims = verified(query);
  const { iss, aud, exp, client_id: clientId } = claims;
  const live = typeof exp === 'number' && exp > context.now();
  const named = clientId === query.get('client_id') && iss === clientId;
  if (!live || !named || ![aud].flat().includes(origin)) throw invalid('bad claims');
  if ('request' in claims || 'request_uri' in claims) throw invalid('a request object in a request object');
  const texts = Object.entries(claims).filter((member): member is [string, string] => typeof member[1] === 'string');
  const form = new Map(texts.filter(([name]) => name !== 'dpop_jkt' || !defects.has('request-object-jkt-ignored')));
  return defects.has('request-object-query-wins') ? new Map([...form, ...query]) : form;
}

function verified(query: Form): Readonly<Record<string, unknown>> {
  const object = query.get('request') ?? '';
  const [header, payload, signature] = object.split('.').map((segment) => decodeBase64url(segment));
  const claims = payload && parseJsonObject(payload);
  const jwk = referenceClients.find(({ clientId }) => clientId === query.get('client_id'))?.privateJwk;
  if (!header || !signature || !claims || !jwk) throw invalid('not one of this client');
  const { alg, typ } = parseJsonObject(header) ?? {};
  // RFC 9101 10.8: a client assertion is no request object.
  if (alg !== 'ES256' || typ !== 'oauth-authz-req+jwt') throw invalid('a JWT of another kind');
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const input = Buffer.from(object.slice(0, object.lastIndexOf('.')));
  if (!verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature)) throw invalid('bad signature');
  return claims;
}

function invalid(reason: string): OauthError {
  return new OauthError('invalid_request_object', reason);
}
