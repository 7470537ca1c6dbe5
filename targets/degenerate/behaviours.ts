import type { Socket } from 'node:net';
import { garble } from './garbage.ts';
import { onRequest } from './request.ts';

export const degenerateKinds = [
  'refuse-all',
  'accept-all',
  'hang',
  'reset',
  'error-500',
  'throttle-429',
  'waf-200',
  'garbage',
] as const;

export type DegenerateKind = (typeof degenerateKinds)[number];

type Behaviour = (socket: Socket) => void;

export const behaviours: Readonly<Record<DegenerateKind, Behaviour>> = {
  'refuse-all': (socket) => onRequest(socket, (path) => socket.write(refusal(path))),
  'accept-all': (socket) => onRequest(socket, (path) => socket.write(acceptance(path))),
  hang: (socket) => void socket.resume(),
  reset: (socket) => onRequest(socket, () => socket.resetAndDestroy()),
  'error-500': (socket) => onRequest(socket, () => socket.write(http('500 Internal Server Error', html, 'Oops'))),
  'throttle-429': (socket) =>
    onRequest(socket, () =>
      socket.write(http('429 Too Many Requests', [...json, 'Retry-After: 1'], '{"error":"slow_down"}')),
    ),
  'waf-200': (socket) =>
    onRequest(socket, () => socket.write(http('200 OK', html, '<h1>Request blocked</h1><p>Incident 4711</p>'))),
  garbage: (socket) => garble(socket),
};

const json = ['Content-Type: application/json'];
const html = ['Content-Type: text/html'];
const dpopChallenge =
  'WWW-Authenticate: DPoP error="invalid_dpop_proof", error_description="no", algs="ES256 PS256 EdDSA"';

/** Looks like a strict server: the right codes at the right places, but the same for every request. */
function refusal(path: string): string {
  if (/token|par$|introspect/.test(path)) return http('400 Bad Request', json, '{"error":"invalid_dpop_proof"}');
  if (/authorize|well-known|jwks/.test(path)) return http('400 Bad Request', json, '{"error":"invalid_client"}');
  return http('401 Unauthorized', [...json, dpopChallenge], '{"error":"invalid_dpop_proof"}');
}

function acceptance(path: string): string {
  const token = { access_token: 'anything-goes', token_type: 'DPoP', expires_in: 300, refresh_token: 'anything' };
  return http('200 OK', json, JSON.stringify(/token/.test(path) ? token : {}));
}

function http(status: string, headers: readonly string[], body: string): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [`HTTP/1.1 ${status}`, ...headers, length, '', body].join('\r\n');
}
