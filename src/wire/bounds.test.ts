import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { get, serve, wireTo } from './wire.fixture.ts';

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `X-${at}: 1\r\n`).join('');
const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

/** How each of the two ways to send understands one answer. */
async function understood(answer: string | Buffer): Promise<readonly unknown[]> {
  const server = await serve((socket) => socket.write(answer));
  const wire = wireTo(server.host, { maxFieldBytes: 65_536 });
  const both = await Promise.all([false, true].map((raw) => wire.send(get(server.origin, { raw }))));
  return both.map(({ response, failure }) => failure ?? response?.fields.length);
}

test('a thousand field lines are read, and one more is too many', async () => {
  expect(await understood(`${ok}${lines(999)}Content-Length: 0\r\n\r\n`)).toEqual([1000, 1000]);
  const failure = { kind: 'too-large', message: 'the answer (status 200) has more than 1000 field lines' };
  expect(await understood(`${ok}${lines(1000)}Content-Length: 0\r\n\r\n`)).toEqual([failure, failure]);
});

test('interim answers have an end', async () => {
  const hints = (count: number): string => 'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n'.repeat(count);
  const whole = `${ok}Content-Length: 0\r\n\r\n`;
  expect(await understood(`${hints(20)}${whole}`)).toEqual([1, 1]);
  const failure = { kind: 'protocol', message: 'more than 20 interim answers (1xx)' };
  expect(await understood(`${hints(21)}${whole}`)).toEqual([failure, failure]);
});

test.each([
  ['chunk extensions', `${chunked}1;${'x'.repeat(70_000)}\r\nx\r\n0\r\n\r\n`],
  ['trailers', `${chunked}0\r\n${'X: 0123456789\r\n'.repeat(7000)}\r\n`],
])('%s beyond the bound are too large', async (_, answer) => {
  const kinds = (await understood(answer)).map((one) => (one as { readonly kind?: string }).kind);
  expect(kinds).toEqual(['too-large', 'too-large']);
});

test('a body that is larger than the limit, or becomes so, is marked as cut', async () => {
  const bomb = gzipSync(Buffer.alloc(1001, 'x'));
  const bodies: Readonly<Record<string, string | Buffer>> = {
    '/long': `${ok}Content-Length: 1001\r\n\r\n${'x'.repeat(1001)}`,
    '/bomb': Buffer.concat([
      Buffer.from(`${ok}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`),
      bomb,
    ]),
    '/whole': `${ok}Content-Length: 1000\r\n\r\n${'x'.repeat(1000)}`,
  };
  const server = await serve((socket, head) => socket.write(bodies[head.split(' ')[1] ?? ''] ?? ok));
  const wire = wireTo(server.host);
  const cut: unknown[] = [];
  for (const path of Object.keys(bodies)) cut.push((await wire.send(get(`${server.origin}${path}`))).response?.isCut);
  expect(cut).toEqual([true, true, undefined]);
});
