// An authorization and a resource server where each nonce opens one door, once.
// - Every answer has a new nonce. A nonce is good for one request, at the endpoint which gave it out (RFC 9449 8, 8.2: the server decides).
// - Since a proof with a used nonce is refused, no jti is remembered (11.1: nonces limit replay).
// - The proof is looked at before the client (4.3, 5 fix no order).
// - Codes without a login page; a public client gets refresh tokens, which are replaced at each use (RFC 9700 4.14.2).
// - Client credentials for a client with a secret. Its refresh tokens do not exist (RFC 6749 4.4.3).
// - Access tokens are JWTs whose aud is a list (RFC 7519 4.1.3). EdDSA and ES384 for proofs.
// - Redirects are 303 with iss (RFC 9207). PAR is offered, and not demanded.
import { generateKeyPairSync, type KeyPairKeyObjectResult, randomUUID, sign, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Alg, digest, openByHand } from './kit/by-hand.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { noCase, noDots, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, type Opened, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';
import { type Desk, newDesk, redeem, takeRequest } from './kit/codes.ts';

type Counter = Desk & {
  readonly base: string;
  readonly has: Has;
  readonly nonces: Map<string, string>;
  readonly key: KeyPairKeyObjectResult;
};

const algs: readonly Alg[] = ['EdDSA', 'Ed25519', 'ES384'];
const json = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' };

function start({ base }: Stand, has: Has): Handler {
  const desk = newDesk(base, ['kiosk', 'machine'], has);
  const counter: Counter = { ...desk, base, has, nonces: new Map(), key: generateKeyPairSync('ed25519') };
  return async (request, response) => {
    const path = pathOf(request);
    if (path === '/.well-known/oauth-authorization-server') return send(response, 200, json, metadata(base));
    if (path === '/go' && request.method === 'GET') return authorize(counter, request, response);
    const desks: Readonly<Record<string, typeof answerToken>> = { '/token': answerToken, '/par': answerPar };
    if (path === '/things') return things(counter, request, response);
    const desk = desks[path];
    if (desk === undefined || request.method !== 'POST') return send(response, 404, {});
    await answered(counter, request, response, desk);
  };
}

function metadata(base: string): object {
  return {
    issuer: base,
    token_endpoint: `${base}/token`,
    authorization_endpoint: `${base}/go`,
    pushed_authorization_request_endpoint: `${base}/par`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'none'],
    dpop_signing_alg_values_supported: algs,
    authorization_response_iss_parameter_supported: true,
  };
}

/** A nonce for the next request at this path. */
function nonceFor({ nonces }: Counter, path: string): Readonly<Record<string, string>> {
  const nonce = randomUUID();
  nonces.set(nonce, path);
  if (nonces.size > 20_000) nonces.delete(nonces.keys().next().value ?? '');
  return { 'DPoP-Nonce': nonce };
}

/** The proof, if one came. Its nonce is used up by this. */
function proofOf({ base, has, nonces }: Counter, request: IncomingMessage, token?: string): Opened | undefined {
  const [text, ...more] = linesOf(request, 'dpop');
  const path = pathOf(request);
  if (text === undefined) return undefined;
  if (more.length > 0) throw badProof('two fields');
  const isCareless = path === '/par' && has('par-signature-unchecked');
  const opened = openByHand(text, algs, (name) => has(name) || (isCareless && name === 'signature-unchecked'));
  const { htm, htu, iat, jti, ath, nonce } = opened.claims;
  const now = Date.now() / 1000;
  if (htm !== request.method) throw badProof('htm');
  if (typeof htu !== 'string' || htu.replace(/[?#].*$/s, '') !== base + path) throw badProof('htu');
  if (typeof iat !== 'number' || !(Math.abs(now - iat) < 120)) throw badProof('iat');
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  if (token !== undefined && ath !== digest(token)) throw badProof('ath');
  const isGood = typeof nonce === 'string' && nonces.get(nonce) === path;
  const isWaved = has('foreign-nonce-taken') && typeof nonce === 'string' && nonce.length === 36;
  if (!isGood && !isWaved) throw new Refusal('use_dpop_nonce', 'a new nonce, please');
  if (!has('nonce-stays-good')) nonces.delete(nonce);
  return opened;
}

async function answered(
  counter: Counter,
  request: IncomingMessage,
  response: ServerResponse,
  answer: typeof answerToken,
): Promise<void> {
  const fields = { ...json, ...nonceFor(counter, pathOf(request)) };
  try {
    const form = formOf(await bodyOf(request));
    const jkt = proofOf(counter, request)?.jkt;
    if (form === undefined) throw new Refusal('invalid_request', 'a parameter stands there twice');
    const [status, body] = answer(counter, clientOf(request, form), form, jkt);
    send(response, status, fields, JSON.stringify(body, undefined, 2));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isClient = error.code === 'invalid_client';
    const challenge = isClient ? { 'www-authenticate': 'Basic realm="desk"' } : {};
    const body = { error_description: error.message, error: error.code };
    send(response, isClient ? 401 : 400, { ...fields, ...challenge }, body);
  }
}

function clientOf(request: IncomingMessage, form: ReadonlyMap<string, string>): string {
  const field = request.headers.authorization;
  const id = form.get('client_id');
  if (field === undefined && id === 'kiosk' && !form.has('client_secret')) return id;
  const expected = `Basic ${Buffer.from('machine:counter-desk-secret').toString('base64')}`;
  if (field?.replace(/^basic/i, 'Basic') !== expected || (id !== undefined && id !== 'machine'))
    throw new Refusal('invalid_client', 'the client is not known');
  return 'machine';
}

function answerToken(
  counter: Counter,
  client: string,
  form: ReadonlyMap<string, string>,
  jkt: string | undefined,
): readonly [number, object] {
  if (form.get('grant_type') === 'client_credentials') {
    if (client !== 'machine') throw new Refusal('unauthorized_client', 'only for the machine');
    return [200, { ...tokenFor(counter, client, jkt) }];
  }
  const refresh_token = redeem(counter, client, form, jkt);
  return [200, { refresh_token, ...tokenFor(counter, client, jkt) }];
}

function answerPar(
  { pushed, requestOf }: Counter,
  client: string,
  form: ReadonlyMap<string, string>,
  jkt: string | undefined,
): readonly [number, object] {
  const request_uri = `urn:ietf:params:oauth:request_uri:${randomUUID()}`;
  if (form.has('request_uri')) throw new Refusal('invalid_request', 'request_uri');
  pushed.set(request_uri, requestOf(client, form, jkt));
  return [201, { expires_in: 90, request_uri }];
}

function authorize(counter: Counter, request: IncomingMessage, response: ServerResponse): void {
  const { to, code } = takeRequest(counter, new URL(request.url ?? '', counter.base).searchParams);
  if (to === undefined) return send(response, 400, { 'content-type': 'text/html' }, `<p>${code}</p>`);
  send(response, 303, { location: to });
}

function tokenFor({ base, key }: Counter, sub: string, jkt: string | undefined): object {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: base, aud: ['urn:other', `${base}/things`], sub, iat: now, exp: now + 300, jti: randomUUID() };
  const text = [{ alg: 'EdDSA', typ: 'at+jwt' }, jkt === undefined ? claims : { ...claims, cnf: { jkt } }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const access_token = `${text}.${sign(null, Buffer.from(text), key.privateKey).toString('base64url')}`;
  return { access_token, token_type: jkt === undefined ? 'Bearer' : 'DPoP', expires_in: 300 };
}

function boundTo({ key, has }: Counter, token: string): string | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0) throw new Refusal('invalid_token', 'too many parts');
  const octets = Buffer.from(signature, 'base64url');
  const isSigned =
    octets.toString('base64url') === signature && verify(null, Buffer.from(`${head}.${body}`), key.publicKey, octets);
  if (!isSigned && !has('token-signature-unchecked')) throw new Refusal('invalid_token', 'not ours');
  const { exp, cnf } = readJson(body) as { readonly exp: number; readonly cnf?: { readonly jkt: string } };
  if (exp < Date.now() / 1000) throw new Refusal('invalid_token', 'too old');
  return cnf?.jkt;
}

function readJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw new Refusal('invalid_token', 'no JSON');
  }
}

function things(counter: Counter, request: IncomingMessage, response: ServerResponse): void {
  const fields = nonceFor(counter, '/things');
  const [field, ...more] = linesOf(request, 'authorization');
  const challenge = (error: string) => `DPoP algs="${algs.join(' ')}"${error}`;
  if (field === undefined) return send(response, 401, { ...fields, 'WWW-Authenticate': challenge('') });
  try {
    const [, token] = /^dpop +(\S+)$/i.exec(field) ?? [];
    if (token === undefined || more.length > 0) throw new Refusal('invalid_token', 'credentials');
    const bound = boundTo(counter, token);
    const proof = proofOf(counter, request, token);
    if (proof === undefined) throw badProof('a proof is wanted');
    if (bound !== proof.jkt) throw new Refusal('invalid_token', 'another key');
    send(response, 200, { ...fields, 'cache-control': 'no-store' }, '["thing"]');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = `, error="${error.code}", error_description="${error.message}"`;
    send(response, 401, { ...fields, 'WWW-Authenticate': challenge(text) }, '[]');
  }
}

export const counterDesk: Unlike = {
  id: 'counter-desk',
  summary: 'Each nonce opens one door, once; no memory of jti; codes, PAR, JWTs with a list for aud',
  warned: { ...noCase, ...noPercent, ...noDots, ...noLimits },
  defects: {
    'par-signature-unchecked': {
      summary: 'At PAR no signature is looked at.',
      breaks: ['RFC9449-10.1-02', 'RFC9449-4.3-06a'],
    },
    'foreign-nonce-taken': {
      summary: 'Any UUID will do for a nonce.',
      breaks: ['RFC9449-4.3-10', 'RFC9449-8-07', 'RFC9449-9-03'],
    },
    'refresh-for-any-key': {
      summary: 'The public client may refresh with another key.',
      breaks: ['RFC9449-5-06', 'RFC9449-5-07'],
    },
    'code-for-any-key': {
      summary: 'A code is not bound by dpop_jkt or a proof at PAR.',
      breaks: ['RFC9449-10-01b', 'RFC9449-10.1-04'],
    },
    'token-signature-unchecked': {
      summary: 'The signature of access tokens is not looked at.',
      breaks: ['RFC9449-3-03'],
    },
  },
  start,
};
