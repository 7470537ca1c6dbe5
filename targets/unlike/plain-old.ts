// An authorization and a resource server as somebody might write them in the style of HTTP/1.0.
// - Every answer closes its connection, and its end is the end of the body (RFC 9112 6.3, 9.6).
// - htu is compared as a text: normalisation is a SHOULD (RFC 9449 4.3). An htu with a query is refused, since htu has none (4.2).
// - There is no metadata, and `algs` is in no challenge. Both are allowed (RFC 8414 1; RFC 9449 7.1 "SHOULD").
// - Only ES256 (RFC 9449 4.3, check 5). Proofs live 60 seconds, and at most 5 seconds in the future (11.1).
// - A jti is remembered with the key, and not with the URI (11.1 "can store").
// - token_type is spelt in lower case (RFC 6749 5.1: "case insensitive"). Access tokens are opaque. No refresh tokens.
// - The resource knows GET only, and says so before it looks at credentials (RFC 9110 15.5.6 leaves the order open).
// - Refusals are plain text. Quotes and commas are in the realm (RFC 9110 5.6.4).
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { digest, openByHand } from './kit/by-hand.ts';
import { bodyOf, formOf, linesOf, pathOf } from './kit/http.ts';
import { noCase, noDots, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Grant = { readonly jkt: string | undefined; readonly ends: number };
type Asked = { readonly method: string; readonly url: string; readonly token?: string };
type Shop = { readonly has: Has; readonly tokens: Map<string, Grant>; readonly seen: Map<string, number> };

const realm = String.raw`realm="reports, \"old\" and new"`;

function start({ base }: Stand, has: Has): Handler {
  const shop: Shop = { has, tokens: new Map(), seen: new Map() };
  return async (request, response) => {
    response.shouldKeepAlive = false;
    response.useChunkedEncodingByDefault = false;
    const path = pathOf(request);
    const asked = { method: request.method ?? '', url: base + path };
    if (path === '/cgi-bin/token') return issue(shop, request, response, asked);
    if (path === '/cgi-bin/report') return report(shop, request, response, asked);
    write(response, 404, {}, 'There is nothing here.\n');
  };
}

function write(response: ServerResponse, status: number, fields: Readonly<Record<string, string>>, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close', ...fields }).end(text);
}

async function issue(shop: Shop, request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
  if (request.method !== 'POST') return write(response, 405, { allow: 'POST' }, 'POST is wanted.\n');
  const fields = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' };
  const form = formOf(await bodyOf(request));
  try {
    if (form === undefined) throw new Refusal('invalid_request', 'a parameter stands there twice');
    checkClient(request, form);
    if (form.get('grant_type') === undefined) throw new Refusal('invalid_request', 'grant_type');
    if (form.get('grant_type') !== 'client_credentials') throw new Refusal('unsupported_grant_type', 'grant_type');
    const jkt = proofOf(shop, request, asked);
    const token = randomBytes(24).toString('base64');
    shop.tokens.set(token, { jkt, ends: Date.now() / 1000 + 600 });
    const type = jkt === undefined ? 'bearer' : 'dpop';
    write(response, 200, fields, `{ "token_type": "${type}",\n  "access_token": "${token}",\n  "expires_in": 600 }\n`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isClient = error.code === 'invalid_client';
    const challenge = isClient && request.headers.authorization ? { 'www-authenticate': `Basic ${realm}` } : {};
    write(response, isClient ? 401 : 400, { ...fields, ...challenge }, `{ "error": "${error.code}" }\n`);
  }
}

/** Both ways of RFC 6749 2.3.1, and one of them at a time. */
function checkClient(request: IncomingMessage, form: ReadonlyMap<string, string>): void {
  const field = request.headers.authorization;
  const [, basic] = /^basic +(\S+)$/i.exec(field ?? '') ?? [];
  if (field !== undefined && form.has('client_secret')) throw new Refusal('invalid_request', 'two ways at once');
  const given = field === undefined ? [form.get('client_id'), form.get('client_secret')] : decoded(basic ?? '');
  if (given[0] !== 'clerk' || given[1] !== 'plain-old-secret') throw new Refusal('invalid_client', 'no such client');
}

function decoded(basic: string): readonly string[] {
  return [...new URLSearchParams(Buffer.from(basic, 'base64').toString().replace(':', '=')).entries()].flat();
}

/** The thumbprint of the key, or nothing where no proof came. */
function proofOf({ has, seen }: Shop, request: IncomingMessage, { method, url, token }: Asked): string | undefined {
  const lines = linesOf(request, 'dpop');
  const [text] = lines;
  if (text === undefined) return undefined;
  if (lines.length > 1 && !has('second-field-ignored')) throw badProof('one field is wanted');
  const { claims, jkt } = openByHand(text, ['ES256'], has);
  const { htm, htu, jti, ath } = claims;
  const iat = has('iat-as-text') ? Number(claims['iat']) : claims['iat'];
  const now = Date.now() / 1000;
  if (htm !== method) throw badProof('htm');
  if (htu !== url && !(has('htu-prefix') && typeof htu === 'string' && url.startsWith(htu))) throw badProof('htu');
  if (typeof iat !== 'number' || !(iat >= now - 60 && iat <= now + 5)) throw badProof('iat');
  if (token !== undefined && ath !== digest(token) && !(has('ath-left-out') && ath === undefined))
    throw badProof('ath');
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  remember(seen, digest(JSON.stringify([jkt, jti])), now);
  return jkt;
}

function remember(seen: Map<string, number>, id: string, now: number): void {
  for (const [old, end] of seen) {
    if (end >= now) break;
    seen.delete(old);
  }
  if (seen.has(id)) throw badProof('the jti was used');
  seen.set(id, now + 70);
}

function report(shop: Shop, request: IncomingMessage, response: ServerResponse, asked: Asked): void {
  if (request.method !== 'GET') return write(response, 405, { allow: 'GET' }, 'GET is wanted.\n');
  const fields = request.rawHeaders.filter((name, index) => index % 2 === 0 && /^authorization$/i.test(name));
  const [, token] = /^DPoP +([\w+/=.~-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (fields.length === 0) return write(response, 401, { 'www-authenticate': `DPoP ${realm}` }, 'Who are you?\n');
  try {
    const grant = shop.tokens.get(token ?? '');
    if (token === undefined || fields.length > 1) throw new Refusal('invalid_token', 'one DPoP token is wanted');
    if (grant === undefined || grant.ends < Date.now() / 1000) throw new Refusal('invalid_token', 'unknown token');
    const jkt = proofOf(shop, request, { ...asked, token });
    if (jkt === undefined) throw badProof('no proof');
    if (grant.jkt !== jkt) throw new Refusal('invalid_token', 'bound to another key');
    write(response, 200, { 'content-type': 'text/csv' }, 'name,amount\nold,1\n');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    write(response, 401, { 'www-authenticate': `DPoP error="${error.code}", ${realm}` }, `No: ${error.message}.\n`);
  }
}

export const plainOld: Unlike = {
  id: 'plain-old',
  summary: 'Exact strings, plain text, a connection for each request, no metadata',
  warned: {
    ...noCase,
    ...noPercent,
    ...noDots,
    ...noLimits,
    'RFC9449-7.1-12': 'The algorithms are in no challenge: a SHOULD (RFC 9449 7.1).',
  },
  defects: {
    'htu-prefix': { summary: 'An htu is taken that the URL begins with.', breaks: ['RFC9449-4.3-09e'] },
    'ath-left-out': { summary: 'A proof without ath opens the resource.', breaks: ['RFC9449-4.3-12a'] },
    'iat-as-text': {
      summary: 'An iat that is a text is read as a number.',
      breaks: ['RFC9449-4.3-03e'],
      atMost: 'warn',
    },
    'second-field-ignored': {
      summary: 'Of two DPoP fields, the first one counts.',
      breaks: ['RFC9449-4.3-01a', 'RFC9449-4.3-01b'],
    },
    'typ-unchecked': { summary: 'Any typ will do.', breaks: ['RFC9449-4.3-04a', 'RFC9449-4.3-04b'] },
  },
  start,
};
