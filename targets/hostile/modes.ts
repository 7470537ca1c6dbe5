import { brotliCompressSync, gzipSync } from 'node:zlib';
import { answer, dripping, endless, ending, late, raw, said, type Hostile } from './writing.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const long = (count: number, text = 'x'): string => text.repeat(count);
const token = (more: string): string => `{"access_token":"t","token_type":"DPoP","expires_in":60${more}}`;
const challenge = (value: string): readonly string[] => [`WWW-Authenticate: ${value}`];
const bomb = Buffer.alloc(100_000_000, 'x');
const inTurn = (...kinds: readonly Hostile[]): Hostile => {
  let turn = 0;
  return (victim) => {
    turn += 1;
    kinds[turn % kinds.length]?.(victim);
  };
};
const page = (body: string): Hostile => said('200 OK', ['Content-Type: text/html'], body);
const lead = (to: (foreign: string) => string): Hostile => {
  return ({ socket, foreign }) => void socket.write(answer('302 Found', [`Location: ${to(foreign)}`]));
};

/** Bodies. */
const bodies: Readonly<Record<string, Hostile>> = {
  'body-endless': endless(`${ok}\r\n`, long(65_536)),
  'body-endless-chunks': endless(chunked, `10000\r\n${long(65_536)}\r\n`),
  'body-endless-small-chunks': endless(chunked, long(4000, '1\r\nx\r\n')),
  'body-drip': dripping(`${ok}Content-Length: 100000\r\n\r\n`, 'x'),
  'body-drip-chunks': dripping(chunked, '1\r\nx\r\n'),
  'body-never': raw(`${ok}Content-Length: 10\r\n\r\n`),
  'body-length-huge': raw(`${ok}Content-Length: 99999999999999999999\r\n\r\nx`),
  'body-length-negative': raw(`${ok}Content-Length: -1\r\n\r\nx`),
  'body-length-twice': raw(`${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`),
  'body-length-and-chunks': raw(`${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  'body-cut': ending(`${ok}Content-Length: 1000\r\n\r\n{"a":`, 'end'),
  'body-reset': ending(`${ok}Content-Length: 1000\r\n\r\n{"a":`, 'reset'),
  'body-50-mb': said('200 OK', [], Buffer.alloc(50_000_000, 'x')),
  'json-deep': said('200 OK', [], `${long(200_000, '[')}${long(200_000, ']')}`),
  'json-deep-object': said('200 OK', [], `${long(100_000, '{"a":')}1${long(100_000, '}')}`),
  'json-many-members': said('200 OK', [], `{${Array.from({ length: 50_000 }, (_, n) => `"m${n}":1`).join(',')}}`),
  'json-long-number': said('200 OK', [], `{"expires_in":${long(500_000, '9')}}`),
  'json-proto': said('200 OK', [], '{"__proto__":{"a":1},"constructor":{"prototype":{}},"access_token":{}}'),
  'json-nul': said('200 OK', [], `{"access_token":"${long(1000, '\u0000')}"}`),
  'json-bad-utf8': said('200 OK', [], Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  'json-utf16': said('200 OK', [], Buffer.from(token(''), 'utf16le')),
  'json-surrogates': said('200 OK', [], '{"error":"\\ud800\\udfff\\udc00"}'),
  'token-1-mb': said('200 OK', [], `{"access_token":"${long(1_000_000)}","token_type":"DPoP"}`),
  'token-20-kb-each': ({ socket }) => {
    const secret = `${Math.random()}${long(20_000)}`;
    socket.write(answer('200 OK', [], `{"access_token":"${secret}","token_type":"DPoP"}`));
  },
  'token-number': said('200 OK', [], '{"access_token":1e999,"token_type":["DPoP"],"expires_in":-1e308}'),
  'token-lines': said('200 OK', [], token(',"refresh_token":"a\\r\\nX-Injected: 1"')),
  'error-terminal': said(
    '400 Bad Request',
    [],
    '{"error":"\\u001b]0;x\\u0007\\u001b[2J","error_description":"\\u001b[31m"}',
  ),
  'error-script': said(
    '400 Bad Request',
    [],
    '{"error":"</script><script>alert(1)</script>","error_description":"<img src=x onerror=alert(1)>"}',
  ),
  'error-64-kb': said(
    '400 Bad Request',
    [],
    `{"error":"invalid_dpop_proof","error_description":"${long(60_000, 'é')}"}`,
  ),
};

/** Content codings. */
const codings: Readonly<Record<string, Hostile>> = {
  'gzip-bomb': said('200 OK', ['Content-Encoding: gzip'], gzipSync(bomb)),
  'brotli-bomb': said('200 OK', ['Content-Encoding: br'], brotliCompressSync(bomb)),
  'gzip-of-nothing': said('200 OK', ['Content-Encoding: gzip'], token('')),
  'gzip-cut': said('200 OK', ['Content-Encoding: gzip'], gzipSync(token('')).subarray(0, 20)),
  'gzip-of-gzip': said('200 OK', ['Content-Encoding: gzip, gzip'], gzipSync(gzipSync(token('')))),
  'coding-unknown': said('200 OK', ['Content-Encoding: zstd, x-own'], token('')),
};

/** Heads. */
const heads: Readonly<Record<string, Hostile>> = {
  'head-1-mb': said('200 OK', [`X-Huge: ${long(1_000_000)}`]),
  'head-5000-lines': said(
    '200 OK',
    Array.from({ length: 5000 }, (_, n) => `X-${n}: 1`),
  ),
  'head-5000-cookies': said(
    '200 OK',
    Array.from({ length: 5000 }, (_, n) => `Set-Cookie: c${n}=${n}`),
  ),
  'head-60-kb': said(
    '200 OK',
    Array.from({ length: 60 }, (_, n) => `X-${n}: ${long(1000)}`),
    token(''),
  ),
  'head-endless': endless(ok, long(500, `X: ${long(100)}\r\n`)),
  'head-endless-line': endless(`${ok}X: `, long(65_536)),
  'head-drip': dripping(ok, 'X: 1\r\n'),
  'head-never': raw(ok),
  'head-status-line-only': raw('HTTP/1.1 200'),
  'head-reason-endless': endless('HTTP/1.1 200 ', long(65_536)),
  'head-no-colon': raw(`${ok}nonsense\r\nContent-Length: 0\r\n\r\n`),
  'head-nul': raw(`${ok}X: a\u0000b\r\nContent-Length: 0\r\n\r\n`),
  'head-controls': raw(`${ok}DPoP-Nonce: \u001b[2J\u0007\r\nContent-Length: 0\r\n\r\n`),
  'head-folded': raw(`${ok}WWW-Authenticate: DPoP\r\n\terror="x"\r\nContent-Length: 0\r\n\r\n`),
  'head-bare-lf': raw('HTTP/1.1 401 Unauthorized\nContent-Length: 0\n\n'),
  'head-bare-cr': raw('HTTP/1.1 401 Unauthorized\rContent-Length: 0\r\r'),
  'head-latin1': raw(`${ok}X-\u00e9: \u00ff\u00fe\r\nContent-Length: 0\r\n\r\n`),
  'status-0': raw('HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n'),
  'status-999': raw('HTTP/1.1 999 All\r\nContent-Length: 0\r\n\r\n'),
  'status-99999': raw('HTTP/1.1 99999 More\r\nContent-Length: 0\r\n\r\n'),
  'version-0.9': ending('{"access_token":"t"}', 'end'),
  'version-9.9': raw('HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n'),
  'http2-preface': raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  'not-http': ending('\u0000\u0001\u0002 SSH-2.0-x \u001b[31m\r\n\r\n', 'end'),
  'continue-endless': endless('', long(500, 'HTTP/1.1 100 Continue\r\n\r\n')),
  'early-hints-drip': dripping('', 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n'),
  switching: raw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
};

/** Chunks. */
const chunks: Readonly<Record<string, Hostile>> = {
  'chunk-size-bad': raw(`${chunked}zz\r\n`),
  'chunk-size-huge': raw(`${chunked}ffffffffffffffff\r\nx`),
  'chunk-extension-endless': endless(`${chunked}1;`, long(65_536)),
  'chunk-extension-drip': dripping(`${chunked}1;`, 'x'),
  'trailers-endless': endless(`${chunked}0\r\n`, long(500, `X: ${long(100)}\r\n`)),
  'trailers-drip': dripping(`${chunked}0\r\n`, 'X: 1\r\n'),
  'chunk-end-missing': raw(`${chunked}1\r\nx\r\n0\r\n`),
};

/** Connections. */
const connections: Readonly<Record<string, Hostile>> = {
  hang: () => undefined,
  reset: ({ socket }) => void socket.resetAndDestroy(),
  hangup: ({ socket }) => void socket.end(),
  'half-closed': ({ socket }) => void socket.end(answer('400 Bad Request', [], '{"error":"invalid_request"}')),
  'answer-twice': ({ socket }) =>
    void socket.write(Buffer.concat([answer('200 OK', [], token('')), answer('200 OK', [], token(''))])),
  'answer-surplus': ({ socket }) => {
    socket.write(answer('400 Bad Request', [], '{"error":"invalid_request"}'));
    setTimeout(() => (socket.destroyed ? undefined : socket.write(answer('200 OK', [], token('')))), 5);
  },
  'slow-1-s': late(1000, said('400 Bad Request', [], '{"error":"invalid_request"}')),
  'slow-9-s': late(9000, said('400 Bad Request', [], '{"error":"invalid_request"}')),
};

const pause = (after: string, status = '429 Too Many Requests'): Hostile => said(status, [`Retry-After: ${after}`]);

/** Answers that ask for something. */
const demands: Readonly<Record<string, Hostile>> = {
  'pause-1-s': pause('1'),
  'pause-huge': pause('99999999999'),
  'pause-negative': pause('-1'),
  'pause-nonsense': pause('soon'),
  'pause-far-date': pause('Fri, 31 Dec 9999 23:59:59 GMT'),
  'pause-503': pause('3600', '503 Service Unavailable'),
  'error-500': said('500 Internal Server Error'),
  'error-502': said('502 Bad Gateway'),
  'nonce-new-each-time': ({ socket }) => {
    const fields = [...challenge('DPoP error="use_dpop_nonce"'), `DPoP-Nonce: n${Math.random()}`];
    socket.write(answer('401 Unauthorized', fields, '{"error":"use_dpop_nonce"}'));
  },
  'nonce-60-kb': said('400 Bad Request', [`DPoP-Nonce: ${long(60_000)}`], '{"error":"use_dpop_nonce"}'),
  'nonce-odd': said('400 Bad Request', ['DPoP-Nonce: "\u00ff', 'DPoP-Nonce: b'], '{"error":"use_dpop_nonce"}'),
  'challenge-60-kb': said('401 Unauthorized', challenge(`DPoP error="${long(60_000)}"`)),
  'challenges-5000': said('401 Unauthorized', challenge(long(5000, 'DPoP a=b, '))),
  'challenge-open': said('401 Unauthorized', challenge(`DPoP error="${long(3000, '\\\\"')}`)),
  'challenge-commas': said('401 Unauthorized', challenge(long(20_000, ', ='))),
};

/** Answers that lead elsewhere, and pages. */
const places: Readonly<Record<string, Hostile>> = {
  'redirect-loop': lead(() => '/again'),
  'redirect-foreign': lead((foreign) => `${foreign}/steal`),
  'redirect-script': lead(() => 'javascript:alert(1)'),
  'redirect-file': lead(() => 'file:///etc/passwd'),
  'metadata-foreign': ({ socket, foreign, path }) => {
    const names = [
      'token_endpoint',
      'jwks_uri',
      'authorization_endpoint',
      'introspection_endpoint',
      'registration_endpoint',
    ];
    const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, `${foreign}/${name}`])));
    socket.write(answer(path.includes('well-known') ? '200 OK' : '400 Bad Request', [], body));
  },
  'page-forms-nested': page(long(10_000, '<form><div>')),
  'page-forms-stray': page(`${long(10_000, '<input form=f name=username>')}<form id=f></form>`),
  'page-refresh-loop': page('<meta http-equiv=refresh content="0; url=?again">'),
  'page-password-again': ({ socket }) => {
    const form = `<form method=post action="/in-${Math.random()}"><input name=username><input name=password type=password></form>`;
    socket.write(answer('200 OK', ['Content-Type: text/html'], form));
  },
  'page-foreign-form': ({ socket, foreign }) => {
    const form = `<form method=post action="${foreign}/in"><input name=username><input name=password></form>`;
    socket.write(answer('200 OK', ['Content-Type: text/html'], form));
  },
  'waf-page': said('200 OK', ['Content-Type: text/html'], '<h1>Request blocked</h1>'),
};

const alone = { ...bodies, ...codings, ...heads, ...chunks, ...connections, ...demands, ...places };

/** Everything that a server may do to its clients, by name. Memory and time are what most of them aim at. */
export const modes: Readonly<Record<string, Hostile>> = {
  ...alone,
  'everything-in-turn': inTurn(...Object.values(alone)),
};
