import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import { SignJWT } from 'jose/jwt/sign';
import { importJWK } from 'jose/key/import';
import { defined } from '../defined.ts';
import type { LawfulRequest, Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { algOfJwk, keyFrom, randomText } from '../proof/keys.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import type { ClientDescriptor } from '../target/descriptor/client.ts';
import { type Bench, secretOf } from '../bench/bench.ts';
import { serverNow } from '../bench/facts.ts';

export type ClientCredentials = {
  readonly fields: readonly Pair[];
  readonly parameters: readonly Pair[];
  readonly names: LawfulRequest['clientAuth'];
  readonly assertion?: string;
};

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The fields and parameters with which the client authenticates at an endpoint (RFC 6749 §2.3.1, RFC 7523 §2.2). */
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

/** The key of a client with `private_key_jwt`, for `jose`, and its algorithm. */
export function clientSigner(bench: Bench, client: ClientDescriptor): { readonly jwk: JWK; readonly alg: string } {
  const jwk = JSON.parse(secretOf(bench, client.key?.env ?? '')) as JWK;
  return { jwk, alg: jwk.alg ?? (jwk.kty === 'RSA' ? 'PS256' : jwk.kty === 'OKP' ? 'EdDSA' : 'ES256') };
}

async function clientAssertion(bench: Bench, client: ClientDescriptor, endpoint: string): Promise<string> {
  const { jwk, alg } = clientSigner(bench, client);
  const now = serverNow(bench.facts, 'as');
  const audience =
    client.assertionAudience === 'endpoint' ? endpoint : (bench.loaded.descriptor.as?.issuer ?? endpoint);
  return new SignJWT({})
    .setProtectedHeader({ alg, ...defined({ kid: jwk.kid }) })
    .setIssuer(client.id)
    .setSubject(client.id)
    .setAudience(audience)
    .setJti(randomText(16))
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(await importJWK(jwk, alg));
}

/** The same key, for making a proof with it. */
async function clientKey(bench: Bench, client: ClientDescriptor): Promise<ProofKey> {
  const jwk = JSON.parse(secretOf(bench, client.key?.env ?? '')) as JsonWebKey;
  const alg = algOfJwk(jwk);
  if (alg === undefined) throw new Inapplicable(`no proof can be made with the key of client ${client.id}`);
  return keyFrom(alg, createPrivateKey({ key: jwk, format: 'jwk' }));
}

function endpointsOf({ as, facts }: Bench): { readonly token?: string; readonly par?: string } | undefined {
  if (as === undefined) return undefined;
  return { token: as.token, ...defined({ par: facts.absent.has('par') ? undefined : as.par }) };
}

/** The values of plans that depend on the client: its id, another client's id, its issuer, endpoints and key. */
export function clientSurroundings(bench: Bench, client: ClientDescriptor | undefined) {
  const { as } = bench.loaded.descriptor;
  const other = as?.clients.find(({ id, grants }) => id !== client?.id && grants.includes('authorization_code'));
  return {
    clientId: client?.id,
    otherClientId: other?.id,
    issuer: as?.issuer,
    endpoints: endpointsOf(bench),
    clientKey: client?.key === undefined ? undefined : () => clientKey(bench, client),
  };
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basicCredentials(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(secret)}`).toString('base64')}`;
}

function formEncode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
