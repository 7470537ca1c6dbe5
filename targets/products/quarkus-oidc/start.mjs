import path from 'node:path';
import { startChild } from '../kit/child.mjs';

/** Starts the server on a port of 127.0.0.1. Quarkus says when it listens. */
export function start(cache, [port, issuer]) {
  const settings = {
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': port,
    'quarkus.oidc.auth-server-url': issuer,
    'quarkus.oidc.discovery-enabled': 'false',
    'quarkus.oidc.jwks-path': `${issuer}/jwks`,
    'quarkus.oidc.client-id': 'api',
    'quarkus.oidc.token.issuer': issuer,
    'quarkus.oidc.token.audience': 'urn:proofmark:api',
    'quarkus.oidc.token.authorization-scheme': 'dpop',
    'quarkus.banner.enabled': 'false',
  };
  const options = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const jar = path.join(cache, 'target', 'quarkus-app', 'quarkus-run.jar');
  startChild('java', [...options, '-jar', jar], { ready: /Listening on: / });
}
