import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { get, serve, wireTo } from './wire.fixture.ts';

describe('a body with a content coding', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['GZIP', gzipSync],
  ])('an unasked Content-Encoding %s is undone within the limit', async (coding, compress) => {
    const small = compress(Buffer.from('{"a":1}'));
    const bomb = compress(Buffer.alloc(100_000));
    const server = await serve((socket, head) => {
      const body = head.startsWith('GET /small') ? small : bomb;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
    const wire = wireTo(server.host);
    const first = await wire.send(get(`${server.origin}/small`));
    expect([first.response?.body, first.response?.bodyBytes]).toEqual(['{"a":1}', small.length]);
    const second = await wire.send(get(`${server.origin}/bomb`));
    expect(second.response?.body).toBe(bomb.toString('utf8'));
  });

  test.each(['gzip', 'br', 'deflate'])('a Content-Encoding %s of a plain body is no answer', async (coding) => {
    const server = await serve((socket, head) => {
      const length = head.startsWith('HEAD') ? '' : 'Content-Length: 7\r\n';
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n${length}\r\n`);
      if (length !== '') socket.write('{"a":1}');
      else socket.end();
    });
    const wire = wireTo(server.host);
    for (const raw of [false, true]) {
      expect((await wire.send(get(server.origin, { raw }))).failure).toEqual({
        kind: 'protocol',
        message: `the answer (status 200) says Content-Encoding: ${coding}, and its body is none`,
      });
    }
    expect((await wire.send(get(server.origin, { method: 'HEAD' }))).response?.status).toBe(200);
  });
});
