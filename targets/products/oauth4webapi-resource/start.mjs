import { createServer } from 'node:http';
import * as oauth from 'oauth4webapi';

const audience = 'urn:proofmark:api';

/**
 * A resource server around `validateJwtAccessToken`, on a port of 127.0.0.1. The library throws, with the challenges that it thinks of where there are any; the
 * answers are ours.
 */
export async function start(_cache, [port, issuer]) {
  const options = { [oauth.allowInsecureRequests]: true };
  const server = { issuer, jwks_uri: `${issuer}/jwks` };
  createServer(async (incoming, outgoing) => {
    try {
      const request = requestOf(incoming, `http://127.0.0.1:${port}`);
      await oauth.validateJwtAccessToken(server, request, audience, { ...options, requireDPoP: true });
      send(outgoing, 200, { protected: 'resource' });
    } catch (error) {
      refuse(outgoing, 'authorization' in incoming.headers, error);
    }
  }).listen(Number(port), '127.0.0.1', () => console.log('ready'));
}

/** As Fetch has it: field lines of one name are joined with a comma. */
function requestOf({ method, url, headersDistinct }, origin) {
  const names = ['authorization', 'dpop'];
  const headers = names.flatMap((name) => (headersDistinct[name] ?? []).map((value) => [name, value]));
  return new Request(new URL(url, origin), { method, headers });
}

/** The library names no code: what comes of its check of the proof is an invalid proof. A request without credentials gets no error (RFC 6750 §3.1). */
function refuse(outgoing, hasCredentials, { stack }) {
  const code = stack.includes('validateDPoP') ? 'invalid_dpop_proof' : 'invalid_token';
  const error = hasCredentials ? [`error="${code}"`] : [];
  outgoing.setHeader('www-authenticate', `DPoP ${[...error, 'algs="ES256 PS256 RS256 EdDSA Ed25519"'].join(', ')}`);
  send(outgoing, 401, { error: code });
}

function send(outgoing, status, body) {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
