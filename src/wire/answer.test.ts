import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWire } from './client.ts';
import { loopback, type Loopback } from './loopback.fixture.ts';
import type { Wire, WireExchange } from './types.ts';

type Ending = 'open' | 'end' | 'reset';

/** The answers of the server, by the number in the path. */
type Script = { readonly pieces: readonly Buffer[]; readonly ending: Ending };

const patience = 60_000;
const scripts: Script[] = [];
let server: Loopback;
let wire: Wire;

beforeAll(async () => {
  server = await loopback((socket, head) => {
    const script = scripts[Number(/^[A-Z]+ \/(\d+)/i.exec(head)?.[1])];
    if (script !== undefined) void play(socket, script);
  });
  const limits = { timeoutMs: patience, maxBodyBytes: 100, maxFieldBytes: 2000, connections: 50 };
  wire = createWire({ allowedHosts: [server.host], ...limits });
});

afterAll(async () => {
  await wire.close();
  await server.close();
});

async function play(socket: Socket, { pieces, ending }: Script): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece);
    // The pause lets each piece arrive alone.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  // A reset discards data that has not been read.
  if (ending === 'reset') await new Promise((resolve) => setTimeout(resolve, 50));
  if (ending === 'end') socket.end();
  if (ending === 'reset') socket.resetAndDestroy();
}

const seen = ({ response, failure }: WireExchange): object => ({ response, failure });

/** The same answer as each of the two parsers understands it. On a busy machine one of them may need more time. */
async function bothWays(script: Script, method = 'GET', timeoutMs = 250): Promise<readonly [object, object]> {
  const request = { method, url: `${server.origin}/${scripts.push(script) - 1}`, fields: [], timeoutMs };
  const [direct, raw] = await Promise.all([wire.send(request), wire.send({ ...request, raw: true })]);
  const late = [direct, raw].filter(({ failure }) => failure?.kind === 'timeout');
  return late.length === 1 && timeoutMs < patience ? bothWays(script, method, patience) : [seen(direct), seen(raw)];
}

const inOne = (text: string): readonly Buffer[] => [Buffer.from(text, 'latin1')];
const inMany = (text: string, size: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    Buffer.from(text.slice(index * size, (index + 1) * size), 'latin1'),
  );

const ok = 'HTTP/1.1 200 OK\r\n';
const five = 'Content-Length: 5\r\n';
const chunked = 'Transfer-Encoding: chunked\r\n';

const answers: readonly (readonly [what: string, text: string])[] = [
  ['a body of known length', `${ok}${five}X: \t a \xe9 b \t\r\nx: c\r\nEmpty:\r\n\r\nhello`],
  ['no reason phrase', `HTTP/1.1 404\r\n${five}\r\nhello`],
  ['an empty reason phrase', `HTTP/1.1 404 \r\n${five}\r\nhello`],
  ['no fields and no length', `${ok}\r\nhello`],
  ['a length of zero', `${ok}Content-Length: 0\r\n\r\n`],
  ['more than its length', `${ok}${five}\r\nhello!`],
  ['a second answer', `${ok}${five}\r\nhello${ok}${five}\r\nhello`],
  ['two equal lengths', `${ok}${five}${five}\r\nhello`],
  ['two lengths', `${ok}${five}Content-Length: 6\r\n\r\nhello!`],
  ['a list of lengths', `${ok}Content-Length: 5, 5\r\n\r\nhello`],
  ['a signed length', `${ok}Content-Length: +5\r\n\r\nhello`],
  ['a negative length', `${ok}Content-Length: -5\r\n\r\nhello`],
  ['a hexadecimal length', `${ok}Content-Length: 0x5\r\n\r\nhello`],
  ['an empty length', `${ok}Content-Length: \r\n\r\nhello`],
  ['a length in words', `${ok}Content-Length: five\r\n\r\nhello`],
  ['a length with blanks inside', `${ok}Content-Length: 5 5\r\n\r\nhello`],
  ['a huge length', `${ok}Content-Length: 99999999999999999999\r\n\r\nhello`],
  ['a length beyond the limit', `${ok}Content-Length: 150\r\n\r\n${'x'.repeat(150)}`],
  ['chunks', `${ok}${chunked}\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`],
  ['no chunk but the last', `${ok}${chunked}\r\n0\r\n\r\n`],
  ['chunk sizes with zeros and letters', `${ok}${chunked}\r\n0000A\r\nhello12345\r\n00\r\n\r\n`],
  ['a chunk with an extension', `${ok}${chunked}\r\n5;a=b\r\nhello\r\n0\r\n\r\n`],
  ['a trailer', `${ok}${chunked}\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n`],
  ['a chunk longer than said', `${ok}${chunked}\r\n4\r\nhello\r\n0\r\n\r\n`],
  ['a chunk shorter than said', `${ok}${chunked}\r\n6\r\nhello\r\n0\r\n\r\n`],
  ['a chunk ended by LF', `${ok}${chunked}\r\n5\nhello\n0\n\n`],
  ['a chunk size that is none', `${ok}${chunked}\r\nxyz\r\nhello\r\n0\r\n\r\n`],
  ['a chunk size with a sign', `${ok}${chunked}\r\n+5\r\nhello\r\n0\r\n\r\n`],
  ['a chunk size after a blank', `${ok}${chunked}\r\n 5\r\nhello\r\n0\r\n\r\n`],
  ['a chunk size before a blank', `${ok}${chunked}\r\n5 \r\nhello\r\n0\r\n\r\n`],
  ['a huge chunk size', `${ok}${chunked}\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n`],
  ['chunks beyond the limit', `${ok}${chunked}\r\n60\r\n${'x'.repeat(96)}\r\n60\r\n${'x'.repeat(96)}\r\n0\r\n\r\n`],
  ['something after the last chunk', `${ok}${chunked}\r\n5\r\nhello\r\n0\r\n\r\nmore`],
  ['length and chunks', `${ok}${five}${chunked}\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['chunks and length', `${ok}${chunked}${five}\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['another transfer coding', `${ok}Transfer-Encoding: gzip\r\n\r\nhello`],
  ['chunks below another coding', `${ok}Transfer-Encoding: chunked, gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['chunks above another coding', `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['chunks announced twice', `${ok}${chunked}${chunked}\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['chunks almost announced', `${ok}Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['chunks announced in capitals', `${ok}transfer-encoding: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['a blank before the colon', `${ok}Content-Length : 5\r\n\r\nhello`],
  ['a folded field', `${ok}X: a\r\n b\r\n${five}\r\nhello`],
  ['a blank before the first field', `${ok} X: a\r\n${five}\r\nhello`],
  ['a line without a colon', `${ok}nonsense\r\n${five}\r\nhello`],
  ['a field without a name', `${ok}: a\r\n${five}\r\nhello`],
  ['a field name with a slash', `${ok}a/b: a\r\n${five}\r\nhello`],
  ['a field name beyond ASCII', `${ok}\xe9: a\r\n${five}\r\nhello`],
  ['NUL in a value', `${ok}X: a\0b\r\n${five}\r\nhello`],
  ['a control character in a value', `${ok}X: a\x01b\r\n${five}\r\nhello`],
  ['DEL in a value', `${ok}X: a\x7fb\r\n${five}\r\nhello`],
  ['CR in a value', `${ok}X: a\rb\r\n${five}\r\nhello`],
  ['LF in place of CRLF', `HTTP/1.1 200 OK\n${five.replace('\r', '')}\nhello`],
  ['LF after a field', `${ok}X: a\n${five}\r\nhello`],
  ['LF before the body', `${ok}${five}\nhello`],
  ['CR CR LF', `${ok}X: a\r\r\n${five}\r\nhello`],
  ['empty lines first', `\r\n\r\n${ok}${five}\r\nhello`],
  ['a blank first', ` ${ok}${five}\r\nhello`],
  ['HTTP/1.0', `HTTP/1.0 200 OK\r\n${five}\r\nhello`],
  ['HTTP/1.2', `HTTP/1.2 200 OK\r\n${five}\r\nhello`],
  ['HTTP/2.0', `HTTP/2.0 200 OK\r\n${five}\r\nhello`],
  ['lower-case http', `http/1.1 200 OK\r\n${five}\r\nhello`],
  ['another protocol', `ICY 200 OK\r\n${five}\r\nhello`],
  ['two blanks before the status', `HTTP/1.1  200 OK\r\n${five}\r\nhello`],
  ['a status of two digits', `HTTP/1.1 20 OK\r\n${five}\r\nhello`],
  ['a status of four digits', `HTTP/1.1 2000 OK\r\n${five}\r\nhello`],
  ['a status that is no number', `HTTP/1.1 abc OK\r\n${five}\r\nhello`],
  ['status 000', `HTTP/1.1 000 Hm\r\n${five}\r\nhello`],
  ['status 600', `HTTP/1.1 600 Hm\r\n${five}\r\nhello`],
  ['status 999', `HTTP/1.1 999 Hm\r\n${five}\r\nhello`],
  ['a control character in the reason', `HTTP/1.1 200 a\x01b\r\n${five}\r\nhello`],
  ['100 first', `HTTP/1.1 100 Continue\r\n\r\n${ok}${five}\r\nhello`],
  ['103 first', `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok}${five}\r\nhello`],
  ['101', 'HTTP/1.1 101 Hm\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'],
  ['101 without Upgrade', 'HTTP/1.1 101 Hm\r\n\r\n'],
  ['200 with Upgrade', `${ok}Connection: upgrade\r\nUpgrade: x\r\n${five}\r\nhello`],
  ['204', 'HTTP/1.1 204 None\r\n\r\n'],
  ['204 with a length', `HTTP/1.1 204 None\r\n${five}\r\nhello`],
  ['204 with a length and no body', `HTTP/1.1 204 None\r\n${five}\r\n`],
  ['204 with chunks', `HTTP/1.1 204 None\r\n${chunked}\r\n5\r\nhello\r\n0\r\n\r\n`],
  ['205', `HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n`],
  ['304', 'HTTP/1.1 304 Same\r\n\r\n'],
  ['304 with a length', `HTTP/1.1 304 Same\r\n${five}\r\n`],
  ['304 with a body', `HTTP/1.1 304 Same\r\n${five}\r\nhello`],
  ['Connection: close', `${ok}Connection: close\r\n${five}\r\nhello`],
  ['Connection: close without a length', `${ok}Connection: close\r\n\r\nhello`],
  ['Connection with options', `${ok}Connection: keep-alive, X\r\n${five}\r\nhello`],
  ['a head beyond the limit', `${ok}X: ${'x'.repeat(3000)}\r\n${five}\r\nhello`],
  ['a head near the limit', `${ok}X: ${'x'.repeat(1900)}\r\n${five}\r\nhello`],
  ['a head of many fields', `${ok}${'X: y\r\n'.repeat(250)}${five}\r\nhello`],
  ['a content coding', `${ok}Content-Encoding: gzip\r\n${five}\r\nhello`],
  ['half a status line', 'HTTP/1.1 20'],
  ['half a field', `${ok}Content-`],
  ['half a body', `${ok}${five}\r\nhel`],
  ['half a chunk', `${ok}${chunked}\r\n5\r\nhel`],
  ['half a chunk size', `${ok}${chunked}\r\n5`],
  ['half an end of chunks', `${ok}${chunked}\r\n5\r\nhello\r\n0\r\n`],
  ['noise', 'SSH-2.0-OpenSSH\r\n'],
  ['nothing', ''],
];

describe('an answer is understood as Node understands it:', () => {
  test.each(answers)('%s', async (_what, text) => {
    const runs = (['open', 'end'] as const).flatMap((ending) => [
      bothWays({ pieces: inOne(text), ending }),
      bothWays({ pieces: inMany(text, Math.ceil(text.length / 3)), ending }),
      bothWays({ pieces: inMany(text, Math.max(1, Math.ceil(text.length / 20))), ending }),
      bothWays({ pieces: inOne(text), ending }, 'HEAD'),
    ]);
    for (const [direct, node] of await Promise.all(runs)) expect(direct).toEqual(node);
  });

  test.each(answers.filter(([what]) => /^half|^nothing|^noise/.test(what)))('%s, then a reset', async (_what, text) => {
    const [direct, node] = await bothWays({ pieces: inOne(text), ending: 'reset' });
    expect(direct).toEqual(node);
  });

  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(3),
    put: fc.constantFrom('', ' ', '\t', '\r', '\n', '\r\n', '\0', ':', ';', ',', '0', '5', 'a', '\xff', chunked, five),
  });
  const base = fc.constantFrom(
    `${ok}${five}X: y\r\n\r\nhello`,
    `${ok}${chunked}X: y\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`,
    'HTTP/1.1 204 None\r\nKeep-Alive: timeout=5\r\n\r\n',
  );

  test('whatever is changed in it, wherever it is cut', async () => {
    const scripts = fc.sample(
      fc.tuple(base, fc.array(edit, { minLength: 1, maxLength: 3 }), fc.integer({ min: 5, max: 60 })),
      400,
    );
    for (let at = 0; at < scripts.length; at += 20) {
      const some = scripts.slice(at, at + 20).map(async ([text, edits, size]) => {
        const changed = edits.reduce<string>((done, { at, cut, put }) => {
          const place = Math.floor(at * done.length);
          return done.slice(0, place) + put + done.slice(place + cut);
        }, text);
        const [direct, node] = await bothWays({ pieces: inMany(changed, size), ending: 'end' });
        expect({ changed, size, ...direct }).toEqual({ changed, size, ...node });
      });
      await Promise.all(some);
    }
  });
});
