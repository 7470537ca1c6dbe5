import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { pack } from './pack.ts';
import { unpack, usualBounds } from './unpack.ts';

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content));
const files = new Map([
  ['b.json', text('{}'.repeat(500))],
  ['record/a.ndjson', text('{"a":1}\n')],
  ['a.txt', text('')],
]);
const zip = Buffer.from(pack(files));

/** A number in the directory entry of a file, `offset` bytes behind its beginning. */
function edited(path: string, offset: number, value: number, width: 16 | 32 = 16): Buffer {
  const copy = Buffer.from(zip);
  const at = copy.lastIndexOf(path) - 46 + offset;
  if (width === 16) copy.writeUInt16LE(value, at);
  else copy.writeUInt32LE(value, at);
  return copy;
}

function withEntry(path: string): Buffer {
  return Buffer.from(zipSync({ 'a.txt': text('a'), [path]: text('x') }, { mtime: '1980-01-01T00:00:00' }));
}

describe('a zip', () => {
  test('gives its files back, in the order of their paths', () => {
    expect([...unpack(zip)].map(([path, content]) => [path, content.toString()])).toEqual([
      ['a.txt', ''],
      ['b.json', '{}'.repeat(500)],
      ['record/a.ndjson', '{"a":1}\n'],
    ]);
  });

  test('says that all may read its files', () => {
    const zip = Buffer.from(pack(new Map([['a.txt', Buffer.from('a')]])));
    const entry = zip.indexOf('PK\u0001\u0002', 0, 'latin1');
    expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
  });

  test('is the same for the same files, in any order, at any time and in any zone', () => {
    const again = pack(new Map([...files].toReversed()));
    expect(Buffer.from(again).equals(zip)).toBe(true);
    // By another build of this code too: these bytes stay.
    expect(
      createHash('sha256')
        .update(pack(new Map([['a.txt', text('hello hello hello')]])))
        .digest('hex'),
    ).toBe('4426272220e959f25a3bdb473ea38a26f4da75b40d88384f4e1b5fe66b83dae9');
  });

  test.each([
    ['that leaves its folder', withEntry('../evil.txt'), '"../evil.txt": is no plain relative path'],
    ['that leaves it further down', withEntry('a/../../evil'), '"a/../../evil": is no plain relative path'],
    ['with an absolute path', withEntry('/etc/passwd'), '"/etc/passwd": is no plain relative path'],
    ['with a path of Windows', withEntry('c:\\evil'), '"c:\\\\evil": is no plain relative path'],
    ['with something behind it', Buffer.concat([zip, Buffer.from('x')]), 'the zip: it does not end as a zip'],
    ['with something before it', Buffer.concat([Buffer.from('x'), zip]), 'something stands between'],
    ['that is cut', zip.subarray(0, -30), 'the zip: it does not end as a zip'],
    ['that is none', Buffer.from('hello'), 'the zip: it does not end as a zip'],
    ['with a link', edited('b.json', 38, (0o120_777 << 16) >>> 0, 32), 'b.json: is a link'],
    ['that is encrypted', edited('b.json', 8, 1), 'b.json: is encrypted'],
    ['by another method', edited('b.json', 10, 12), 'b.json: is packed by a method that is not taken (12)'],
    ['with another size than it says', edited('b.json', 24, 999, 32), 'b.json: is described in two ways'],
    ['with another check sum', edited('b.json', 16, 1, 32), 'b.json: is described in two ways'],
    ['with a comment to a file', edited('b.json', 32, 1), 'b.json: has extra fields or a comment'],
    ['at another place than it says', edited('b.json', 42, 5, 32), 'b.json: does not follow the file before it'],
  ])('%s is refused', (_, bytes, said) => {
    expect(() => unpack(bytes)).toThrow(said);
  });

  test('that is a bomb is refused before it is unpacked', () => {
    const bomb = Buffer.from(zipSync({ 'a.txt': new Uint8Array(8 * 1024 ** 2) }, { mtime: '1980-01-01T00:00:00' }));
    expect(() => unpack(bomb)).toThrow(/^a\.txt: unpacks to 8388608 bytes from \d+: a zip bomb$/);
    expect(() => unpack(bomb, { ...usualBounds, bytes: 1000 })).toThrow(
      'the zip: unpacks to 8388608 bytes, and 1000 are allowed',
    );
  });

  test('whose file unpacks to more than it says is refused', () => {
    const packed = deflateRawSync(Buffer.alloc(3000));
    const lying = Buffer.from(zipSync({ 'a.txt': text('x'.repeat(1000)) }, { mtime: '1980-01-01T00:00:00' }));
    const local = 30 + 5;
    const old = lying.readUInt32LE(18);
    const body = Buffer.concat([lying.subarray(0, local), packed, lying.subarray(local + old)]);
    body.writeUInt32LE(packed.length, 18);
    const directory = local + packed.length;
    body.writeUInt32LE(packed.length, directory + 20);
    body.writeUInt32LE(directory, body.length - 6);
    expect(() => unpack(body)).toThrow('a.txt: cannot be unpacked to the size that the zip says');
  });
});
