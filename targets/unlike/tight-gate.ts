// A resource server behind a narrow gateway. Its answers have no JSON at all.
// - A request with a field over 4096 octets is refused with 431, in HTML, before anything else (RFC 6585 5).
// - A jti of more than 64 characters is refused (RFC 9449 11.1: size limits), with status 400 and a challenge.
// - The lawful answer is 204 at one resource, 206 at another (with Range, RFC 9110 14.2), and chunked with a trailer at the third.
// - Names of fields are in capitals. The status texts say nothing.
// - OPTIONS, PUT and the like are 405 with Allow, before any look at credentials. HEAD is served, and is a method of its own for htm.
// - ES256 and ES512 by the Web Cryptography API. A proof is good for 90 seconds, and 10 in the future.
// - The challenge of Bearer is missing, though unbound tokens are taken (RFC 9110 11.6.1: at least one challenge).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenReader, type ReadToken } from './kit/access-token.ts';
import { openByWebCrypto, sha256 } from './kit/by-web-crypto.ts';
import { linesOf, pathOf, send } from './kit/http.ts';
import { lenientText, noCase, noDots, noLimits, noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Gate = { readonly base: string; readonly has: Has; readonly seen: Map<string, number>; readonly read: ReadToken };

const paths = ['/empty', '/part', '/pieces'];
const methods = ['GET', 'HEAD', 'POST'];
const page = (title: string): string => `<!doctype html><title>${title}</title><h1>${title}</h1>`;
const html = { 'CONTENT-TYPE': 'text/html' };

function start({ base, issuer }: Stand, has: Has): Handler {
  const gate: Gate = { base, has, seen: new Map(), read: tokenReader(issuer, 'urn:gate', has) };
  return async (request, response) => {
    response.statusMessage = '.';
    if (request.rawHeaders.some((text) => text.length > 4096)) return send(response, 431, html, page('Too large'));
    if (!paths.includes(pathOf(request))) return send(response, 404, html, page('Nothing'));
    if (!methods.includes(request.method ?? '')) return send(response, 405, { ALLOW: methods.join(', ') }, page('No'));
    try {
      await check(gate, request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refuse(response, error);
    }
    open(request, response);
  };
}

function open(request: IncomingMessage, response: ServerResponse): void {
  const path = pathOf(request);
  if (path === '/empty') return send(response, 204, { ETAG: '"empty"' });
  const range = request.headers.range === 'bytes=0-9';
  if (path === '/part' && range)
    return send(response, 206, { 'CONTENT-TYPE': 'text/plain', 'CONTENT-RANGE': 'bytes 0-9/26' }, 'abcdefghij');
  if (path === '/part') return send(response, 200, { 'CONTENT-TYPE': 'text/plain' }, 'abcdefghijklmnopqrstuvwxyz');
  response.writeHead(200, { 'CONTENT-TYPE': 'text/plain', TRAILER: 'X-Sum', 'TRANSFER-ENCODING': 'chunked' });
  for (const piece of ['the ', 'inner ', 'room']) response.write(piece);
  response.addTrailers({ 'X-Sum': '42' });
  response.end();
}

function refuse(response: ServerResponse, { code, message }: Refusal): void {
  const error = code === '' ? '' : `, error="${code}"`;
  const isLarge = message === 'large';
  const challenge = `DPoP realm="the gate"${error}, algs="ES256 ES512"`;
  send(response, isLarge ? 400 : 401, { ...html, 'WWW-AUTHENTICATE': challenge }, page('Closed'));
}

async function check({ base, has, seen, read }: Gate, request: IncomingMessage): Promise<void> {
  const [field, ...fields] = linesOf(request, 'authorization');
  const [text, ...proofs] = linesOf(request, 'dpop');
  if (field === undefined) throw new Refusal('', '');
  const [, scheme = '', token = ''] = /^(bearer|dpop) +([\w.~+/-]+=*)$/i.exec(field) ?? [];
  if (fields.length > 0 || token === '') throw new Refusal('invalid_token', 'credentials');
  const { jkt } = await read(token);
  if (scheme.toLowerCase() === 'bearer' && jkt === undefined && text === undefined) return;
  if (scheme.toLowerCase() === 'bearer') throw new Refusal('invalid_token', 'bound');
  if (text === undefined || proofs.length > 0) throw badProof('proof');
  const isTrusted = has('local-caller-trusted') && request.headers['x-forwarded-for'] === '127.0.0.1';
  const opened = await openByWebCrypto(
    text,
    ['ES256', 'ES512'],
    (name) => has(name) || (isTrusted && name === 'signature-unchecked'),
  );
  const { htm, htu, iat, jti, ath } = opened.claims;
  const now = Date.now() / 1000;
  if (typeof jti === 'string' && jti.length > 64) throw new Refusal('invalid_dpop_proof', 'large');
  if (opened.jkt !== jkt) throw new Refusal('invalid_token', 'key');
  if (htm !== request.method) throw badProof('htm');
  if (!isHere(htu, base + pathOf(request), has)) throw badProof('htu');
  if (typeof iat !== 'number' || !(iat >= now - 90 && iat <= now + 10)) throw badProof('iat');
  if (ath !== (await sha256(token))) throw badProof('ath');
  if (jti === undefined && has('jti-left-out')) return;
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  const id = `${jti} ${pathOf(request)}`;
  if ((seen.get(id) ?? 0) > now) throw badProof('jti');
  seen.set(id, now + 110);
}

/** The default port of RFC 3986 6.2.3 aside, a text is compared with a text. */
function isHere(htu: unknown, url: string, has: Has): boolean {
  if (typeof htu !== 'string') return false;
  const plain = htu.replace(/[?#].*$/s, '');
  const isSamePath = has('htu-host-ignored') && plain.replace(/^https?:\/\/[^/]+/, '') === new URL(url).pathname;
  return plain === url || isSamePath;
}

export const tightGate: Unlike = {
  id: 'tight-gate',
  summary: 'Limits for fields and jti, answers 204 and 206, chunks, capitals, pages of HTML',
  warned: { ...noCase, ...noPercent, ...noDots, ...noLimits, ...lenientText },
  defects: {
    'htu-host-ignored': {
      summary: 'Of htu only the path counts.',
      breaks: ['RFC9449-4.3-09b', 'RFC9449-4.3-09c', 'RFC9449-4.3-09d'],
    },
    'jti-left-out': { summary: 'A proof without jti is taken.', breaks: ['RFC9449-4.3-03a'] },
    'local-caller-trusted': {
      summary: 'With X-Forwarded-For: 127.0.0.1 no signature is looked at.',
      breaks: ['RFC9449-4.3-06a'],
    },
    'private-key-taken': { summary: 'A jwk with a private member is taken.', breaks: ['RFC9449-4.3-07a'] },
  },
  start,
};
