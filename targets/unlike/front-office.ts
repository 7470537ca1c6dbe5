// An authorization server of an office: everything is pushed, a clerk logs in and ticks a box.
// - The client is looked at before the proof (RFC 9449 5 fixes no order), and any refusal of it is 401 invalid_client.
// - Authorization requests have to be pushed (RFC 9126 5). A request_uri works once.
// - The page has a form with a box that nobody has ticked, and a value against forgery.
// - Proofs need a nonce: HMAC over the key and the minute. It is for one key, and comes with refusals only (RFC 9449 8).
//   So the age of iat is looked at in both directions only by the hour.
// - The refresh tokens of both kinds of clients are bound, and replaced at each use.
// - Access tokens are opaque. ES256 and ES384. A jti is good once for all endpoints.
// - The metadata are those of RFC 8414, with an issuer that has a path.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Desk, grant, newDesk, redeem } from './kit/codes.ts';
import { openByWebCrypto } from './kit/by-web-crypto.ts';
import { bodyOf, formOf, linesOf, pathOf, send } from './kit/http.ts';
import { lenientText, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Office = Desk & { readonly key: Buffer; readonly seen: Set<string>; readonly base: string };
type Form = ReadonlyMap<string, string>;

const algs = ['ES256', 'ES384'];
const json = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
const html = { 'Content-Type': 'text/html; charset=utf-8' };

function start({ base }: Stand, has: Has): Handler {
  const desk = newDesk(`${base}/office/1`, ['clerk', 'app'], has);
  const office: Office = { ...desk, base, key: randomBytes(32), seen: new Set() };
  return async (request, response) => {
    const path = pathOf(request);
    if (path === '/.well-known/oauth-authorization-server/office/1') return send(response, 200, json, metadata(base));
    if (path === '/office/1/door') return door(office, request, response);
    const isPar = path === '/office/1/pushed';
    if (request.method !== 'POST' || (!isPar && path !== '/office/1/stamps')) return send(response, 404, html, 'No.');
    try {
      const form = formOf(await bodyOf(request));
      if (form === undefined) throw new Refusal('invalid_request', 'twice');
      const client = clientOf(request, form);
      const jkt = await proofOf(office, request);
      const body = isPar ? push(office, client, form, jkt) : stamp(office, client, form, jkt);
      send(response, isPar ? 201 : 200, json, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(response, error);
    }
  };
}

function metadata(base: string): object {
  const issuer = `${base}/office/1`;
  return {
    issuer,
    token_endpoint: `${issuer}/stamps`,
    authorization_endpoint: `${issuer}/door`,
    pushed_authorization_request_endpoint: `${issuer}/pushed`,
    require_pushed_authorization_requests: true,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
    dpop_signing_alg_values_supported: algs,
    authorization_response_iss_parameter_supported: true,
  };
}

class Demand extends Refusal {
  readonly nonce: string;

  constructor(nonce: string) {
    super('use_dpop_nonce', 'Authorization server requires nonce in DPoP proof');
    this.nonce = nonce;
  }
}

function refuse(response: ServerResponse, error: Refusal): void {
  const isClient = error.code === 'invalid_client';
  const nonce = error instanceof Demand ? { 'DPoP-Nonce': error.nonce } : {};
  const challenge = isClient ? { 'WWW-Authenticate': 'Basic realm="office", charset="UTF-8"' } : {};
  send(
    response,
    isClient ? 401 : 400,
    { ...json, ...nonce, ...challenge },
    {
      error: error.code,
      error_description: error.message,
      error_uri: 'https://office.example/help',
    },
  );
}

function clientOf(request: IncomingMessage, form: Form): string {
  const [, basic] = /^basic (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const [name, password] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const id = basic === undefined ? form.get('client_id') : name;
  const secret = basic === undefined ? form.get('client_secret') : password;
  const isApp = id === 'app' && secret === undefined && request.headers.authorization === undefined;
  if (!isApp && (id !== 'clerk' || secret !== 'front-office-secret')) throw new Refusal('invalid_client', 'Who?');
  return id;
}

async function proofOf(office: Office, request: IncomingMessage): Promise<string | undefined> {
  const { base, key, has, seen } = office;
  const lines = linesOf(request, 'dpop');
  if (lines.length === 0) return undefined;
  if (lines.length > 1 && !has('last-field-counts')) throw badProof('More than one proof');
  try {
    const { claims, jkt } = await openByWebCrypto(lines.at(-1) ?? '', algs, has);
    const { htm, htu, iat, jti, nonce } = claims;
    if (htm !== 'POST') throw badProof('htm');
    if (typeof htu !== 'string' || !isHere(htu, base + pathOf(request))) throw badProof('htu');
    if (typeof iat !== 'number' || Math.abs(iat - Date.now() / 1000) > 3600) throw badProof('iat');
    if (typeof jti !== 'string' || !/^.{1,256}$/s.test(jti)) throw badProof('jti');
    const minute = Math.floor(Date.now() / 60_000);
    const nonces = [minute, minute - 1].map((at) => createHmac('sha256', key).update(`${jkt} ${at}`).digest('hex'));
    if (typeof nonce !== 'string' || !nonces.includes(nonce)) throw new Demand(nonces[0] ?? '');
    if (seen.has(jti)) throw badProof('jti');
    seen.add(jti);
    return jkt;
  } catch (error) {
    if (has('bad-proof-is-none') && error instanceof Refusal && error.code === 'invalid_dpop_proof') return undefined;
    throw error;
  }
}

function isHere(htu: string, url: string): boolean {
  if (!/^https?:\/\/[\w.:]+\/[\w./~%-]*$/i.test(htu.replace(/[?#].*$/s, '')) || !URL.canParse(htu)) return false;
  const { protocol, host, pathname } = new URL(htu);
  return `${protocol}//${host}${pathname}` === url;
}

function push({ pushed, requestOf }: Office, client: string, form: Form, jkt: string | undefined): object {
  if (form.has('request_uri')) throw new Refusal('invalid_request', 'request_uri');
  const name = `urn:ietf:params:oauth:request_uri:${randomUUID()}`;
  pushed.set(name, requestOf(client, form, jkt));
  return { request_uri: name, expires_in: 60 };
}

function stamp(office: Office, client: string, form: Form, jkt: string | undefined): object {
  const refresh_token = redeem(office, client, form, jkt);
  const token_type = jkt === undefined ? 'Bearer' : 'DPoP';
  return { access_token: randomBytes(30).toString('hex'), token_type, expires_in: 120, refresh_token, scope: 'desk' };
}

async function door(office: Office, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const query = new URL(request.url ?? '', office.base).searchParams;
  const uri = query.get('request_uri') ?? '';
  const wish = office.pushed.get(uri);
  if (wish === undefined || wish.client !== query.get('client_id'))
    return send(response, 400, html, '<h1>Push it</h1>');
  const proof = createHmac('sha256', office.key).update(uri).digest('hex');
  if (request.method === 'POST') {
    const form = formOf(await bodyOf(request));
    const isFine = form?.get('name') === 'ada' && form.get('password') === 'engine' && form.get('forgery') === proof;
    if (isFine && form.get('agreed') === 'I do') {
      office.pushed.delete(uri);
      return send(response, 302, { Location: grant(office, wish) });
    }
  }
  const inputs = [
    '<input name="name" required>',
    '<input type="password" name="password">',
    '<input type="checkbox" name="agreed" value="I do"> I agree',
    `<input type="hidden" name="forgery" value="${proof}">`,
    '<button name="cancel" value="1" formaction="/office/1/bye">Cancel</button><button>Go on</button>',
  ];
  send(response, 200, html, `<title>Office</title><form method="post">${inputs.join('')}</form>`);
}

export const frontOffice: Unlike = {
  id: 'front-office',
  summary: 'Pushed requests only, a consent with a box, nonces for one key, clients before proofs',
  warned: {
    ...noPercent,
    ...noLimits,
    ...lenientText,
    'RFC9449-5-13': 'The refresh tokens of confidential clients are bound as well, as several products have it.',
  },
  defects: {
    'refresh-for-any-key': { summary: 'A refresh token works with any key.', breaks: ['RFC9449-5-06', 'RFC9449-5-07'] },
    'code-for-any-key': {
      summary: 'A code is not bound by dpop_jkt or a proof at PAR.',
      breaks: ['RFC9449-10.1-04', 'RFC9449-10.1-05', 'RFC9449-10.1-06', 'RFC9449-10-01b'],
    },
    'bad-proof-is-none': {
      summary: 'A bad proof counts as none, and the token is a Bearer token.',
      breaks: ['RFC9449-5-16'],
    },
    'last-field-counts': {
      summary: 'Of two DPoP fields, the last one counts.',
      breaks: ['RFC9449-4.3-01a', 'RFC9449-4.3-01b'],
    },
    'signature-unchecked': { summary: 'No signature is looked at.', breaks: ['RFC9449-4.3-06a', 'RFC9449-4.3-06b'] },
  },
  start,
};
