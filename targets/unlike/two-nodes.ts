// A resource server of two nodes that take turns, request by request.
// - Each remembers the jtis that it has seen itself (RFC 9449 11.1 admits that servers may not be able to share them).
// - The clock of the second node is four seconds ahead, and its Date with it. The window is 30 seconds, and 8 ahead.
// - They share the key of their nonces: an HMAC over a random part. A nonce is offered with each answer, and demanded.
// - The first node writes its refusals in JSON, the second one, which is a newer version, in plain text.
// - Tokens come in the field alone. There is one challenge, whose scheme is in capitals (RFC 9110 11.1: case-insensitive).
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenReader, type ReadToken } from './kit/access-token.ts';
import { openByWebCrypto, sha256 } from './kit/by-web-crypto.ts';
import { linesOf, pathOf, send } from './kit/http.ts';
import { lenientText, noDots, noPercent } from './kit/reasons.ts';
import { badProof, type Opened, Refusal } from './kit/refusal.ts';
import type { Handler, Has, Stand, Unlike } from './kit/unlike.ts';

type Node = {
  readonly isSecond: boolean;
  readonly base: string;
  readonly key: Buffer;
  readonly seen: Set<string>;
  readonly read: ReadToken;
  readonly has: Has;
};

function start({ base, issuer }: Stand, has: Has): Handler {
  const shared = { base, key: randomBytes(32), read: tokenReader(issuer, 'urn:nodes', has) };
  const nodes = [false, true].map((isSecond): Node => ({
    ...shared,
    isSecond,
    seen: new Set(),
    has: (defect) => isSecond && has(defect),
  }));
  return async (request, response) => {
    const node = nodes.shift() as Node;
    nodes.push(node);
    await answer(node, request, response);
  };
}

function timeAt({ isSecond }: Node): number {
  return Date.now() / 1000 + (isSecond ? 4 : 0);
}

async function answer(node: Node, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false;
  response.setHeader('Date', new Date(timeAt(node) * 1000).toUTCString());
  response.setHeader('DPoP-Nonce', newNonce(node));
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Via', node.isSecond ? '1.1 node-2' : '1.1 node-1');
  if (!/^\/items\/\d+$/.test(pathOf(request))) return send(response, 404, {}, 'nothing');
  try {
    await check(node, request);
    send(response, 200, { 'Content-Type': 'application/json' }, { item: pathOf(request) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = error.code === '' ? '' : `error="${error.code}", `;
    response.setHeader('WWW-Authenticate', `DPOP ${text}algs="ES256"`);
    const type = { 'Content-Type': node.isSecond ? 'text/plain' : 'application/json' };
    send(response, 401, type, node.isSecond ? 'no entry' : { error: error.code || 'unauthorized' });
  }
}

function newNonce({ key }: Node): string {
  const part = randomBytes(9).toString('base64url');
  return `${part}~${createHmac('sha256', key).update(part).digest('base64url')}`;
}

function isNonce({ key }: Node, nonce: unknown): boolean {
  const [part = '', mac, ...rest] = typeof nonce === 'string' ? nonce.split('~') : [];
  return rest.length === 0 && part !== '' && mac === createHmac('sha256', key).update(part).digest('base64url');
}

async function check(node: Node, request: IncomingMessage): Promise<void> {
  const { base, has, seen, read } = node;
  const [field, ...fields] = linesOf(request, 'authorization');
  if (field === undefined) throw new Refusal('', '');
  const [, token] = /^dpop +([\w.~+/-]+=*)$/i.exec(field) ?? [];
  if (token === undefined || fields.length > 0) throw new Refusal('invalid_token', 'token');
  const [text, ...more] = linesOf(request, 'dpop');
  if (text === undefined || more.length > 0) throw badProof('proof');
  const opened = await openByWebCrypto(text, ['ES256'], has);
  const { jkt } = await read(token);
  if (jkt !== opened.jkt && !has('binding-unchecked-at-one')) throw new Refusal('invalid_token', 'key');
  const { nonce, htm, htu, jti, ath } = opened.claims;
  if (htm !== request.method) throw badProof('htm');
  if (typeof htu !== 'string' || plain(htu) !== base + pathOf(request)) throw badProof('htu');
  if (ath !== (await sha256(token)) && !has('ath-unchecked-at-one')) throw badProof('ath');
  if (typeof jti !== 'string' || jti === '') throw badProof('jti');
  checkAge(node, opened);
  if (!isNonce(node, nonce)) throw new Refusal('use_dpop_nonce', 'nonce');
  if (seen.has(jti)) throw badProof('jti');
  seen.add(jti);
}

function checkAge(node: Node, { claims: { iat, exp, nbf } }: Opened): void {
  const now = timeAt(node);
  if (typeof iat !== 'number' || !(iat >= now - 30 && iat <= now + 8)) throw badProof('iat');
  if (exp !== undefined && !(typeof exp === 'number' && exp > now - 8)) throw badProof('exp');
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf < now + 8)) throw badProof('nbf');
}

/** Without query and fragment, and with the scheme and host in lower case, as RFC 9449 4.3 and RFC 3986 6.2.2.1 have it. */
function plain(htu: string): string {
  return htu.replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\/[^/]+/i, (origin) => origin.toLowerCase());
}

const nodes = 'A node does not know what the other one has seen (RFC 9449 11.1).';

export const twoNodes: Unlike = {
  id: 'two-nodes',
  summary: 'Two nodes in turn, each with its own clock, memory and language',
  warned: { ...noPercent, ...noDots, ...lenientText, 'RFC9449-11.1-02': nodes, 'RFC9449-11.1-09': nodes },
  defects: {
    'ath-unchecked-at-one': {
      summary: 'The second node does not look at ath.',
      breaks: ['RFC9449-4.3-12a', 'RFC9449-4.3-12b', 'RFC9449-4.3-12c'],
    },
    'binding-unchecked-at-one': {
      summary: 'The second node takes any key.',
      breaks: ['RFC9449-4.3-12e', 'RFC9449-6-02'],
    },
    'signature-unchecked': {
      summary: 'The second node looks at no signature.',
      breaks: ['RFC9449-4.3-06a', 'RFC9449-4.3-06b'],
    },
  },
  start,
};
