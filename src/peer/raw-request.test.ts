import { describe, expect, test } from 'vitest';
import { readRequest } from './raw-request.ts';

const bytes = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');

describe('a request', () => {
  test('keeps method, target, and the spelling and order of its fields', () => {
    const reading = readRequest(bytes('patch /a/../b?x#y HTTP/1.1\nHOST: h:1\ndpop: one\nDPoP: two \n\n'));
    expect(reading).toMatchObject({
      state: 'whole',
      request: {
        method: 'patch',
        target: '/a/../b?x#y',
        fields: [
          ['HOST', 'h:1'],
          ['dpop', 'one'],
          ['DPoP', 'two'],
        ],
      },
    });
  });

  test('is read with its body, by length or in chunks, and leaves the next one', () => {
    const next = 'GET / HTTP/1.1\n\n';
    const byLength = bytes(`POST / HTTP/1.1\nContent-Length: 3\n\nabc${next}`);
    const inChunks = bytes(`POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n2\nab\n1\nc\n0\n\n${next}`);
    for (const buffer of [byLength, inChunks]) {
      const reading = readRequest(buffer);
      expect(reading.state).toBe('whole');
      if (reading.state !== 'whole') continue;
      expect(reading.request.body.toString()).toBe('abc');
      expect(buffer.subarray(reading.used).toString()).toBe(bytes(next).toString());
    }
  });

  test('that is not whole is waited for, and invited where it wants to be', () => {
    expect(readRequest(bytes('GET / HT')).state).toBe('more');
    expect(readRequest(bytes('POST / HTTP/1.1\nContent-Length: 3\n\nab')).state).toBe('more');
    expect(readRequest(bytes('POST / HTTP/1.1\nExpect: 100-continue\nContent-Length: 3\n\n')).state).toBe('continue');
  });

  test('that is none, or has no end, is broken', () => {
    expect(readRequest(bytes('nonsense\n\n')).state).toBe('broken');
    expect(readRequest(Buffer.alloc(70_000, 'a')).state).toBe('broken');
    expect(readRequest(bytes('POST / HTTP/1.1\nContent-Length: 99999999\n\n')).state).toBe('broken');
  });
});
