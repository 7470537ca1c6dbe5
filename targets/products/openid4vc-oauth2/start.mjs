import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { Oauth2ResourceServer, Oauth2ResourceUnauthorizedError, setGlobalConfig } from '@openid4vc/oauth2';
import { importJWK, jwtVerify } from 'jose';

const algorithms = ['ES256', 'PS256', 'RS256', 'EdDSA', 'Ed25519'];

/** A resource server around `verifyResourceRequest`, on a port of 127.0.0.1. The library throws, with the challenges; the answers are ours. */
export async function start(_cache, [port, issuer]) {
  setGlobalConfig({ allowInsecureUrls: true });
  const api = new Oauth2ResourceServer({ callbacks: { verifyJwt, hash, fetch, clientAuthentication: () => {} } });
  const authorizationServers = [
    {
      issuer,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      dpop_signing_alg_values_supported: algorithms,
    },
  ];
  const rules = { authorizationServers, resourceServer: 'urn:proofmark:api', allowedAuthenticationSchemes: ['DPoP'] };
  createServer(async (incoming, outgoing) => {
    try {
      const request = requestOf(incoming, `http://127.0.0.1:${port}`);
      await api.verifyResourceRequest({ request, ...rules });
      send(outgoing, 200, { protected: 'resource' });
    } catch (error) {
      refuse(outgoing, error);
    }
  }).listen(Number(port), '127.0.0.1', () => console.log('ready'));
}

/** The library puts line breaks into its challenges, which no field can have. Whatever else is thrown is an error of the server. */
function refuse(outgoing, error) {
  if (!(error instanceof Oauth2ResourceUnauthorizedError)) return send(outgoing, 500, { error: 'server_error' });
  outgoing.setHeader('www-authenticate', error.toHeaderValue().replaceAll(/[^ -~]+/g, ' '));
  send(outgoing, 401, { error: error.wwwAuthenticateHeaders[0]?.error });
}

/** As Fetch has it: field lines of one name are joined with a comma. */
function requestOf({ method, url, headersDistinct }, origin) {
  const headers = new Headers();
  for (const name of ['authorization', 'dpop'])
    for (const value of headersDistinct[name] ?? []) headers.append(name, value);
  return { method, url: new URL(url, origin).href, headers };
}

/** What the library leaves to its caller: the signature of a JWT, with jose. */
async function verifyJwt(signer, { compact }) {
  try {
    await jwtVerify(compact, await importJWK(signer.publicJwk, signer.alg), { algorithms });
    return { verified: true, signerJwk: signer.publicJwk };
  } catch {
    return { verified: false };
  }
}

function hash(data, algorithm) {
  return createHash(algorithm.replace('-', '')).update(data).digest();
}

function send(outgoing, status, body) {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
