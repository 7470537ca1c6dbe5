import { createServer, type Server } from 'node:http';
import { generateKeyPair, SignJWT, exportJWK, type CryptoKey, type JWK } from 'jose';
import { HarnessError } from '../errors.ts';
import { randomText, type ProofKey } from '../proof/keys.ts';
import type { TokenSource } from './descriptor.ts';
import type { IssuedToken, Issuer } from './issuer.ts';

type MintSource = Extract<TokenSource, { from: 'mint' }>;

/** Proofmark as issuer: metadata and JWKS on loopback, JWT access tokens (RFC 9068) signed with ES256. */
export async function mintIssuer(source: MintSource): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = randomText(8);
  const issuer = `http://127.0.0.1:${source.port}`;
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  const server = await serve(source.port, issuer, jwk);
  const mint = (cnf?: Record<string, unknown>): Promise<IssuedToken> =>
    signToken({ source, issuer, kid, privateKey }, cnf);
  const bound = (key: ProofKey): Promise<IssuedToken> => mint({ jkt: key.jkt });
  return {
    bound,
    sibling: bound,
    unbound: () => mint(),
    supports: () => true,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Minter = {
  readonly source: MintSource;
  readonly issuer: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
};

async function signToken(minter: Minter, cnf: Record<string, unknown> | undefined): Promise<IssuedToken> {
  const { source, issuer, kid, privateKey } = minter;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    client_id: 'proofmark',
    ...(source.scope === undefined ? {} : { scope: source.scope }),
    ...source.claims,
    ...(cnf === undefined ? {} : { cnf }),
  };
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setIssuer(issuer)
    .setAudience(source.audience)
    .setSubject(source.subject)
    .setJti(randomText(16))
    .setIssuedAt(now)
    .setExpirationTime(now + source.lifetimeSeconds)
    .sign(privateKey);
  return { accessToken, expiresAt: (now + source.lifetimeSeconds) * 1000 };
}

/** Answers any well-known path with the metadata, so that servers looking for RFC 8414 or OIDC both find it. */
async function serve(port: number, issuer: string, jwk: JWK): Promise<Server> {
  const metadata = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
  const server = createServer((request, response) => {
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
