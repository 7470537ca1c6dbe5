// A small authorization and resource server for the bench, which checks proofs with jose. Its mode decides the answer to
// a bad proof: refuse it, accept it, answer 500, or do not answer. Or nothing works, from the start or from some moment on.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';

export type Mode = 'refuse' | 'accept' | 'crash' | 'hang' | Lifeless;
/** Refuses everything; answers nothing; answers nothing, or takes no connection, after some time. */
export type Lifeless = 'refuse-all' | 'silent' | 'late-silent' | 'late-dead';

export type BenchServer = { readonly url: string; readonly close: () => void };

/** So many requests are answered before a server falls silent or dies. */
const lifetime = 100;

/** Access tokens, each with the thumbprint to which it is bound. */
type Tokens = Map<string, string>;

/** Serves `/token`, for any client, and `/resource`. */
export async function startBenchServer(mode: Mode): Promise<BenchServer> {
  const tokens: Tokens = new Map();
  let answered = 0;
  const server = createServer((request, response) => {
    answered += 1;
    if (mode === 'silent' || (mode === 'late-silent' && answered > lifetime)) request.resume();
    else if (mode === 'late-dead' && answered > lifetime) close();
    else void answer(mode, tokens, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close };

  function close(): void {
    server.close();
    server.closeAllConnections();
  }
}

async function answer(mode: Mode, tokens: Tokens, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const isToken = request.url === '/token';
  const jkt = await proofKeyOf(request).catch(() => undefined);
  const isGood = mode !== 'refuse-all' && jkt !== undefined && (isToken || tokens.get(tokenOf(request)) === jkt);
  if (isGood || mode === 'accept') send(response, 200, isToken ? issue(tokens, jkt ?? '') : { resource: true });
  else if (mode === 'crash') send(response, 500, {});
  else if (mode !== 'hang') refuse(response, isToken);
}

function tokenOf(request: IncomingMessage): string {
  return /^DPoP (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** @throws Error when the proof is not good for this request */
async function proofKeyOf(request: IncomingMessage): Promise<string> {
  const proof = String(request.headers['dpop']);
  const options = { typ: 'dpop+jwt', maxTokenAge: '60s', requiredClaims: ['jti', 'htm', 'htu'] };
  const { payload } = await jwtVerify(proof, EmbeddedJWK, options);
  const ath = createHash('sha256').update(tokenOf(request)).digest('base64url');
  const isRight =
    payload['htm'] === request.method &&
    payload['htu'] === `http://${request.headers.host ?? ''}${request.url ?? ''}` &&
    (request.url === '/token' || payload['ath'] === ath);
  const { jwk } = decodeProtectedHeader(proof);
  if (!isRight || jwk === undefined) throw new Error('not for this request');
  return calculateJwkThumbprint(jwk);
}

function issue(tokens: Tokens, jkt: string): object {
  const token = randomBytes(16).toString('hex');
  tokens.set(token, jkt);
  return { access_token: token, token_type: 'DPoP', expires_in: 600 };
}

function refuse(response: ServerResponse, isToken: boolean): void {
  if (!isToken) response.setHeader('WWW-Authenticate', 'DPoP error="invalid_dpop_proof", algs="ES256"');
  send(response, isToken ? 400 : 401, { error: 'invalid_dpop_proof' });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
