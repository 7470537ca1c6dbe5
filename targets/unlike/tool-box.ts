// A resource server like those of the Model Context Protocol: JSON-RPC, POST only, written with jose.
// - Both media types have to be in Accept (MCP, streamable HTTP); else 406. GET is 405, before any look at credentials.
// - Only EdDSA, under both of its names (RFC 9864).
// - jose reads base64url and typ as its manual says: `application/dpop+jwt` is the same media type (RFC 7515 4.1.9).
// - Its age is measured by jose with maxTokenAge 30 s and a tolerance of 5 s (RFC 9449 11.1).
// - A jti is remembered for all URIs (11.1 "can"). No more than 512 characters of one are taken.
// - The challenge has a URL of RFC 9728 before its error, and there is one challenge only. Its metadata want bound tokens.
// - Refusals are JSON-RPC errors.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenReader, type ReadToken } from './kit/access-token.ts';
import { digest } from './kit/by-hand.ts';
import { openByJose } from './kit/by-jose.ts';
import { bodyOf, linesOf, pathOf, send } from './kit/http.ts';
import { noPercent } from './kit/reasons.ts';
import { badProof, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Box = { readonly base: string; readonly has: Has; readonly seen: Set<string>; readonly read: ReadToken };

const algs = ['EdDSA', 'Ed25519'];
const json = { 'Content-Type': 'application/json' };

function start({ base, issuer }: Stand, has: Has): Handler {
  const box: Box = { base, has, seen: new Set(), read: tokenReader(issuer, `${base}/mcp`, has) };
  return async (request, response) => {
    const path = pathOf(request);
    if (path === '/.well-known/oauth-protected-resource/mcp') return send(response, 200, json, metadata(base, issuer));
    if (path !== '/mcp') return send(response, 404, {});
    if (request.method !== 'POST') return send(response, 405, { Allow: 'POST' });
    const body = await bodyOf(request);
    try {
      await check(box, request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return refuse(response, base, error);
    }
    const accept = request.headers.accept ?? '';
    if (!['application/json', 'text/event-stream'].every((type) => accept.includes(type)))
      return answer(response, 406, { code: -32_000, message: 'Not Acceptable' });
    send(response, 200, json, { jsonrpc: '2.0', id: idOf(body), result: { tools: [{ name: 'hammer' }] } });
  };
}

function metadata(base: string, issuer: string): object {
  return {
    resource: `${base}/mcp`,
    authorization_servers: [issuer],
    dpop_signing_alg_values_supported: algs,
    dpop_bound_access_tokens_required: true,
    bearer_methods_supported: ['header'],
  };
}

function answer(response: ServerResponse, status: number, error: object): void {
  send(response, status, json, { jsonrpc: '2.0', id: null, error });
}

function refuse(response: ServerResponse, base: string, { code, message }: Refusal): void {
  const url = `resource_metadata="${base}/.well-known/oauth-protected-resource/mcp"`;
  const error = code === '' ? '' : `, error="${code}"`;
  response.setHeader('WWW-Authenticate', `DPoP ${url}${error}, algs="${algs.join(' ')}"`);
  answer(response, 401, { code: -32_001, message });
}

function idOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly id?: unknown } | null)?.id ?? null;
  } catch {
    return null;
  }
}

async function check({ base, has, seen, read }: Box, request: IncomingMessage): Promise<void> {
  const [authorization, ...more] = linesOf(request, 'authorization');
  if (authorization === undefined) throw new Refusal('', 'Unauthorized');
  const match = /^([a-z]+) ([^\s,]+)$/i.exec(authorization);
  const scheme = match?.[1]?.toLowerCase();
  const token = match?.[2] ?? '';
  if (more.length > 0) throw new Refusal('invalid_token', 'Too many credentials');
  if (scheme === 'bearer' && has('unbound-taken')) {
    if ((await read(token)).jkt === undefined) return;
  }
  if (scheme !== 'dpop') throw new Refusal('invalid_token', 'Only DPoP is spoken here');
  const { jkt } = await read(token);
  const [proof, ...others] = linesOf(request, 'dpop');
  if (proof === undefined || others.length > 0) throw badProof('One proof is wanted');
  const opened = await openByJose(proof, { algorithms: algs, maxTokenAge: 30, clockTolerance: 5 }, has);
  const { htm, htu, jti, ath } = opened.claims;
  if (opened.jkt !== jkt) throw new Refusal('invalid_token', 'The token is bound to another key');
  if (htm !== request.method && !has('htm-unchecked')) throw badProof('htm');
  if (!isSame(htu, `${base}/mcp`)) throw badProof('htu');
  if (ath !== digest(token)) throw badProof('ath');
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) throw badProof('jti');
  if (seen.has(jti)) throw badProof('This jti was used');
  seen.add(jti);
  if (seen.size > 100_000) seen.delete(seen.values().next().value ?? '');
}

/** As the class URL reads both, once the text looks like a URL. */
function isSame(htu: unknown, url: string): boolean {
  if (
    typeof htu !== 'string' ||
    !/^https?:\/\/[\w.:-]+(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/i.test(htu) ||
    !URL.canParse(htu)
  )
    return false;
  const { origin, pathname } = new URL(htu);
  return origin + pathname === url;
}

export const toolBox: Unlike = {
  id: 'tool-box',
  summary: 'JSON-RPC by POST, jose, EdDSA only, metadata that want bound tokens',
  warned: { ...noPercent, 'RFC9449-4.3-02d': 'jose ignores the padding of base64url.' },
  defects: {
    'typ-unchecked': { summary: 'Any typ will do.', breaks: ['RFC9449-4.3-04a', 'RFC9449-4.3-04b'] },
    'unbound-taken': {
      summary: 'An unbound token is taken as Bearer, against the metadata.',
      breaks: ['RFC9728-2-02'],
    },
    'htm-unchecked': { summary: 'Any htm will do.', breaks: ['RFC9449-4.3-08a'] },
    'token-age-unchecked': { summary: 'Expired access tokens are taken.', breaks: ['RFC9449-3-03'] },
  },
  start,
};
