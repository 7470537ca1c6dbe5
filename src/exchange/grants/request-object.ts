import { SignJWT } from 'jose/jwt/sign';
import { importJWK } from 'jose/key/import';
import { defined } from '../../defined.ts';
import type { Pair } from '../../proof/draft.ts';
import { randomText } from '../../proof/keys.ts';
import type { ClientDescriptor } from '../../target/descriptor/client.ts';
import type { Bench } from '../../bench/bench.ts';
import { serverNow } from '../../bench/facts.ts';
import { clientSigner } from '../client-auth.ts';

/**
 * Whether the metadata says that the server takes request objects by value (RFC 9101 §10.5, OpenID Connect Discovery §3),
 * and the descriptor has a client that can sign one.
 */
export function takesRequestObjects(bench: Bench): boolean {
  const metadata = bench.as?.metadata;
  const algs = metadata?.['request_object_signing_alg_values_supported'];
  const stated = metadata?.['request_parameter_supported'];
  if (stated === false || (stated !== true && !Array.isArray(algs))) return false;
  const clients = bench.loaded.descriptor.as?.clients ?? [];
  return clients.some(
    (client) =>
      client.auth === 'private_key_jwt' &&
      client.grants.includes('authorization_code') &&
      (!Array.isArray(algs) || algs.includes(clientSigner(bench, client).alg)),
  );
}

/** A request object (RFC 9101 §4), signed with the key that the client authenticates with. */
export async function signRequestObject(
  bench: Bench,
  client: ClientDescriptor,
  parameters: readonly Pair[],
): Promise<string> {
  const { jwk, alg } = clientSigner(bench, client);
  const now = serverNow(bench.facts, 'as');
  return new SignJWT(Object.fromEntries(parameters))
    .setProtectedHeader({ alg, typ: 'oauth-authz-req+jwt', ...defined({ kid: jwk.kid }) })
    .setIssuer(client.id)
    .setAudience(bench.loaded.descriptor.as?.issuer ?? '')
    .setJti(randomText(16))
    .setIssuedAt(now)
    .setNotBefore(now - 10)
    .setExpirationTime(now + 60)
    .sign(await importJWK(jwk, alg));
}
