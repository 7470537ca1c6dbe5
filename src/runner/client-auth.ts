import { importJWK, type JWK, SignJWT } from 'jose';
import type { LawfulRequest, Pair } from '../proof/draft.ts';
import { randomText } from '../proof/keys.ts';
import type { ClientDescriptor } from '../target/descriptor.ts';
import { type Bench, secretOf, targetNow } from './bench.ts';

export type ClientCredentials = {
  readonly fields: readonly Pair[];
  readonly parameters: readonly Pair[];
  readonly names: LawfulRequest['clientAuth'];
  readonly assertion?: string;
};

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How the client authenticates at an endpoint (RFC 6749 §2.3.1, RFC 7523 §2.2). */
export async function authenticate(
  bench: Bench,
  client: ClientDescriptor,
  endpoint: string,
): Promise<ClientCredentials> {
  const secret = client.secret === undefined ? '' : secretOf(bench, client.secret.env);
  switch (client.auth) {
    case 'client_secret_basic':
      return {
        fields: [['Authorization', basicCredentials(client.id, secret)]],
        parameters: [],
        names: { fields: ['Authorization'], parameters: [] },
      };
    case 'client_secret_post':
      return {
        fields: [],
        parameters: [
          ['client_id', client.id],
          ['client_secret', secret],
        ],
        names: { fields: [], parameters: ['client_secret'] },
      };
    case 'private_key_jwt':
      return asserted(client.id, await clientAssertion(bench, client, endpoint));
    case 'none':
      return { fields: [], parameters: [['client_id', client.id]], names: { fields: [], parameters: [] } };
    default:
      client.auth satisfies never;
      throw new TypeError('no such client authentication');
  }
}

function asserted(id: string, assertion: string): ClientCredentials {
  return {
    fields: [],
    parameters: [
      ['client_id', id],
      ['client_assertion_type', assertionType],
      ['client_assertion', assertion],
    ],
    names: { fields: [], parameters: ['client_assertion_type', 'client_assertion'] },
    assertion,
  };
}

async function clientAssertion(bench: Bench, client: ClientDescriptor, endpoint: string): Promise<string> {
  const jwk = JSON.parse(secretOf(bench, client.key?.env ?? '')) as JWK;
  const alg = jwk.alg ?? (jwk.kty === 'RSA' ? 'PS256' : jwk.kty === 'OKP' ? 'EdDSA' : 'ES256');
  const now = targetNow(bench.facts);
  const audience =
    client.assertionAudience === 'endpoint' ? endpoint : (bench.loaded.descriptor.as?.issuer ?? endpoint);
  return new SignJWT({})
    .setProtectedHeader({ alg, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
    .setIssuer(client.id)
    .setSubject(client.id)
    .setAudience(audience)
    .setJti(randomText(16))
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(await importJWK(jwk, alg));
}

/** RFC 6749 §2.3.1: both parts form-encoded before they are joined. */
function basicCredentials(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(secret)}`).toString('base64')}`;
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
