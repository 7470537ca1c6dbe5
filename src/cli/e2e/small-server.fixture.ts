import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { JWK } from 'jose';
import { onTestFinished } from 'vitest';

/** How the server is set up, where that is not what its descriptor says. */
export type Setting = {
  /** The URL under which it believes to be reached; by default that of the field `Host`. */
  readonly base?: string;
  readonly secret?: string;
  /** Answers only `Bearer` at its resource, and looks at no proof. */
  readonly bearerOnly?: boolean;
  /** Its access tokens are bound to no key. */
  readonly unbound?: boolean;
  /** Refuses every POST to its resource. */
  readonly guardsPost?: boolean;
  /** The scope that its resource demands. */
  readonly scope?: string;
  /** The `typ` that access tokens must have. */
  readonly tokenTyp?: string;
  /** Trusts access tokens of this issuer, for this audience, and not its own. */
  readonly trusts?: { readonly issuer: string; readonly audience: string };
  readonly seesTokens?: boolean;
  /** Expects the hash of the access token in hexadecimal. */
  readonly hexHash?: boolean;
};

export type SmallServer = { readonly origin: string };

type Call = {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly form: URLSearchParams;
  readonly setting: Setting;
  readonly origin: string;
};
type Answer = { readonly status: number; readonly fields?: Record<string, string>; readonly body: object | string };

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const codes = new Map<string, URLSearchParams>();

/**
 * A strict authorization and resource server in one, made with jose, which shares no code with Proofmark. It ends with the
 * running test. Its client is `tester` with the secret `right`.
 */
export async function startSmallServer(setting: Setting = {}): Promise<SmallServer> {
  const server = createServer((request, response) => {
    void respond(request, response, { setting, origin }).catch((error: unknown) => {
      const fault = error instanceof Fault ? error.answer : { status: 500, body: String(error) };
      send(response, fault);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { origin };
}

class Fault extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { setting, origin }: Pick<Call, 'setting' | 'origin'>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(request.url ?? '', origin);
  const form = new URLSearchParams(url.search === '' ? Buffer.concat(chunks).toString() : url.search);
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString())) form.set(name, value);
  const call = { request, path: url.pathname, form, setting, origin };
  const handler = Object.entries(routes).find(([path]) => path === call.path)?.[1];
  send(response, handler === undefined ? notFound : await handler(call));
}

const notFound: Answer = {
  status: 404,
  fields: { 'Content-Type': 'text/html' },
  body: '<html><head><title>Nothing here &lt;b&gt; \u202e</title></head><body>404</body></html>',
};

const routes: Readonly<Record<string, (call: Call) => Promise<Answer> | Answer>> = {
  '/.well-known/oauth-authorization-server': ({ origin }) => ({ status: 200, body: metadata(origin) }),
  '/jwks': async () => ({ status: 200, body: { keys: [await exportJWK(publicKey)] } }),
  '/authorize': authorize,
  '/token': token,
  '/introspect': introspect,
  '/userinfo': (call) => resource({ ...call, setting: { ...call.setting, scope: 'openid' } }),
  '/api/me': resource,
};

function metadata(origin: string): object {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    introspection_endpoint: `${origin}/introspect`,
    userinfo_endpoint: `${origin}/userinfo`,
    jwks_uri: `${origin}/jwks`,
    response_types_supported: ['code'],
    dpop_signing_alg_values_supported: ['ES256'],
  };
}

/** One page: a name, a password, and a box that has to be ticked. */
function authorize({ form }: Call): Answer {
  const html = { 'Content-Type': 'text/html' };
  if (form.get('password') !== 'pw' || form.get('agree') !== 'yes') {
    const hidden = [...form].map(([name, value]) => `<input type=hidden name="${name}" value="${value}">`).join('');
    const body = `<title>Sign in</title><form method=post>${hidden}<input name=user><input name=password type=password>
      <input type=checkbox name=agree value=yes required> I agree <button>Go</button></form>`;
    return { status: 200, fields: html, body };
  }
  const code = randomUUID();
  codes.set(code, form);
  const to = new URL(form.get('redirect_uri') ?? '');
  to.search = new URLSearchParams({ code, state: form.get('state') ?? '' }).toString();
  return { status: 302, fields: { Location: to.href }, body: '' };
}

function refuse(status: number, error: string, description: string): Fault {
  return new Fault({ status, body: { error, error_description: description } });
}

function requireClient({ request, setting }: Call): void {
  const [id, secret] = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64')
    .toString()
    .split(':');
  if (id !== 'tester' || secret !== (setting.secret ?? 'right'))
    throw new Fault({
      status: 401,
      fields: { 'WWW-Authenticate': 'Basic realm="as"' },
      body: { error: 'invalid_client', error_description: 'client secret does not match' },
    });
}

async function token(call: Call): Promise<Answer> {
  const { form, origin, setting } = call;
  requireClient(call);
  if (form.get('grant_type') === 'authorization_code' && !codes.delete(form.get('code') ?? ''))
    throw refuse(400, 'invalid_grant', 'no such code');
  const jkt = await proofKey(call, { fault: (words) => refuse(400, 'invalid_dpop_proof', words) });
  const scope = form.get('scope') ?? 'read';
  const claims = { client_id: 'tester', scope, ...(setting.unbound === true ? {} : { cnf: { jkt } }) };
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuer(origin)
    .setAudience(origin)
    .setSubject('tester')
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  const type = setting.unbound === true ? 'Bearer' : 'DPoP';
  return { status: 200, body: { access_token: accessToken, token_type: type, expires_in: 300, scope } };
}

function introspect(call: Call): Answer {
  requireClient(call);
  return { status: 200, body: { active: call.setting.seesTokens ?? true } };
}

async function resource(call: Call): Promise<Answer> {
  const { request, setting, origin } = call;
  const scheme = setting.bearerOnly === true ? 'Bearer' : 'DPoP';
  const fault = (words: string, error = 'invalid_token', status = 401): Fault => {
    const challenge = `${scheme} error="${error}", error_description="${words}"`;
    return new Fault({ status, fields: { 'WWW-Authenticate': challenge }, body: { detail: words } });
  };
  if (setting.guardsPost === true && request.method === 'POST') throw refuse(403, 'forbidden', 'no CSRF token');
  const [given = '', text = ''] = (request.headers.authorization ?? '').split(' ');
  if (given.toLowerCase() !== scheme.toLowerCase())
    throw new Fault({ status: 401, fields: { 'WWW-Authenticate': scheme }, body: 'Unauthorized' });
  const { issuer, audience } = setting.trusts ?? { issuer: origin, audience: origin };
  const found = setting.trusts === undefined ? undefined : await keysOf(issuer);
  const { payload, protectedHeader } = await jwtVerify(text, found ?? publicKey, { issuer, audience }).catch(
    (error: unknown) => {
      throw fault(error instanceof Error ? error.message.replaceAll('"', "'") : 'bad token');
    },
  );
  if (setting.tokenTyp !== undefined && protectedHeader.typ !== setting.tokenTyp)
    throw fault(`typ ${protectedHeader.typ} is not a token type of this server`);
  if (setting.scope !== undefined && !String(payload['scope']).split(' ').includes(setting.scope))
    throw fault('the token lacks a scope', `insufficient_scope", scope="${setting.scope}`, 403);
  if (setting.bearerOnly !== true) {
    const jkt = await proofKey(call, { fault: (words) => fault(words, 'invalid_dpop_proof'), token: text });
    if (jkt !== (payload['cnf'] as { jkt?: string } | undefined)?.jkt) throw fault('another key');
  }
  return { status: 200, body: { sub: payload.sub ?? '' } };
}

async function keysOf(issuer: string): Promise<Awaited<ReturnType<typeof importJWK>>> {
  const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: JWK[] };
  return importJWK(keys[0] ?? {}, 'ES256');
}

type Rules = { readonly fault: (words: string) => Fault; readonly token?: string };

/** The thumbprint of the key that made the proof (RFC 9449 §4.3). */
async function proofKey({ request, path, setting }: Call, { fault, token: text }: Rules): Promise<string> {
  const proof = request.headers['dpop'];
  if (typeof proof !== 'string' || proof === '') throw fault('a DPoP proof is required');
  try {
    const { jwk = {} } = decodeProtectedHeader(proof);
    const { payload } = await jwtVerify(proof, await importJWK(jwk, 'ES256'), {
      typ: 'dpop+jwt',
      algorithms: ['ES256'],
      maxTokenAge: 60,
    });
    const htu = `${setting.base ?? `http://${request.headers.host}`}${path}`;
    const shown = typeof payload['htu'] === 'string' ? payload['htu'] : '';
    if (URL.parse(shown)?.href !== htu) throw fault('htu does not match');
    if (payload['htm'] !== request.method || typeof payload.jti !== 'string' || payload.jti === '')
      throw fault('htm or jti is wrong');
    const hash = text === undefined ? undefined : createHash('sha256').update(text);
    if (payload['ath'] !== hash?.digest(setting.hexHash === true ? 'hex' : 'base64url')) throw fault('ath is wrong');
    return await calculateJwkThumbprint(jwk);
  } catch (error) {
    throw error instanceof Fault ? error : fault(error instanceof Error ? error.message.replaceAll('"', "'") : 'no');
  }
}

function send(response: ServerResponse, { status, fields = {}, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'Content-Type': isText ? 'text/plain' : 'application/json',
    ...fields,
  });
  response.end(isText ? body : JSON.stringify(body));
}
