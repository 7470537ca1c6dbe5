import type { JsonWebKey } from 'node:crypto';
import type { Server } from 'node:http';
import { HarnessError } from '../../errors.ts';
import { http } from '../../node-http.ts';
import { makeKey, randomText } from '../../proof/keys.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import type { TokenSource } from '../descriptor/token-source.ts';
import type { IssuedToken, Issuer } from './issuer.ts';
import { createMinter } from './mint.ts';

type MintSource = Extract<TokenSource, { from: 'mint' }>;

/**
 * Proofmark as the issuer: it serves metadata and a JWKS on loopback, and signs JWT access tokens (RFC 9068).
 *
 * @param now seconds since the epoch by the clock of the resource server
 * @throws HarnessError `ERR_TARGET_INVALID` where it cannot listen on the port
 */
export async function mintIssuer(source: MintSource, now: () => number): Promise<Issuer> {
  const key = { ...(await makeKey(source.alg)), kid: randomText(8) };
  const issuer = `http://127.0.0.1:${source.port}`;
  const server = await serve(source.port, issuer, { ...key.publicJwk, kid: key.kid, alg: source.alg, use: 'sig' });
  const mint = createMinter({ issuer, key, claims: source, now });
  const bound = ({ jkt }: ProofKey): Promise<IssuedToken> => mint({ jkt, set: {}, remove: [], by: 'issuer' });
  return {
    bound,
    sibling: bound,
    unbound: () => mint({ jkt: '', set: {}, remove: ['cnf'], by: 'issuer' }),
    mint,
    supports: () => true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Answers any well-known path with the metadata: a server may look for RFC 8414 or for OpenID Connect metadata. */
async function serve(port: number, issuer: string, jwk: JsonWebKey & { readonly alg: string }): Promise<Server> {
  const metadata = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [jwk.alg],
  };
  const server = http.createServer((request, response) => {
    const document =
      request.url === '/jwks' ? { keys: [jwk] } : request.url?.startsWith('/.well-known/') ? metadata : undefined;
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? { error: 'not_found' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new HarnessError('ERR_TARGET_INVALID', `rs.token.port: cannot listen on 127.0.0.1:${port}: ${cause.message}`, {
          cause,
        }),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
