import { createCipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judgeNonces } from './predictable-nonces.ts';

const at = 1_790_000_000;
const series = (count: number, text: (index: number) => string) =>
  judgeNonces(Array.from({ length: count }, (_, index) => ({ text: text(index), at: at + index }))).ok;

const key = randomBytes(16);
function encrypted(time: number): string {
  const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16));
  return Buffer.concat([cipher.update(String(time)), cipher.final()]).toString('base64url');
}

describe('predictable', () => {
  test.each<readonly [string, (index: number) => string]>([
    ['a counter', (index) => String(100_000_000 + index)],
    ['a counter that others move too', (index) => String(100_000_000 + index * 17)],
    ['a counter with a name before it', (index) => `node1-${1000 + index}.v2`],
    ['a counter in hexadecimal', (index) => `00000000000a${(0xf00 + index).toString(16)}`],
    ['the time in seconds', (index) => String(at + index)],
    ['the time in milliseconds', (index) => String((at + index) * 1000 + 123)],
    ['the time in hexadecimal', (index) => (at + index).toString(16)],
    ['the time in base64url', (index) => Buffer.from(String(at + index)).toString('base64url')],
    ['four digits', (index) => String(1000 + ((index * 7919) % 9000))],
  ])('%s', (_, text) => {
    expect(series(30, text)).toBe(false);
  });

  test('one time of day for everybody, one tiny value for everybody', () => {
    expect([series(1, () => String(at)), series(1, () => '42')]).toEqual([false, false]);
  });
});

describe('not predictable, as far as can be seen', () => {
  test.each<readonly [string, (index: number) => string]>([
    ['random bytes', () => randomBytes(18).toString('base64url')],
    ['random hexadecimal', () => randomBytes(8).toString('hex')],
    ['UUIDs', () => randomUUID()],
    ['random numbers', () => String(randomBytes(6).readUIntBE(0, 6) + 1e15)],
    ['an encrypted time', (index) => encrypted(at + index)],
    [
      'the time beside its MAC',
      (index) => `${at + index}.${createHmac('sha256', key).update(`${index}`).digest('hex')}`,
    ],
    ['eight random digits beyond count', () => String(10_000_000_000 + randomBytes(4).readUInt32BE())],
  ])('%s', (_, text) => {
    expect(series(40, text)).toBe(true);
  });

  test('few values are no evidence: one for all clients in a period is lawful', () => {
    expect([series(0, () => ''), series(3, () => randomUUID())]).toEqual([undefined, undefined]);
  });
});
