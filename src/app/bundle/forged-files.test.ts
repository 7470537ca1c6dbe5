import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { paths } from '../../bundle/layout.ts';
import { type Files, filesOf, relist, repack } from './forge.fixture.ts';
import { broken, bundleOf, expectRefused, honest, keys, prepare, verify } from './honest.fixture.ts';

prepare();

describe('an honest bundle', () => {
  test('is verified; of a run that was narrowed it is said that it has no level', async () => {
    const [whole, narrow] = [await verify(honest.whole), await verify(honest.narrow)];
    expect([whole.exitCode, narrow.exitCode]).toEqual([0, 1]);
    expect(whole.troubles.map(({ problem }) => problem)).toEqual([expect.stringMatching(/^NOT SIGNED/)]);
    expect(whole.levels.map(({ role, level }) => [role, level])).toEqual([['as', 'strict']]);
    expect(narrow.troubles.filter(({ kind }) => kind === 'tampered')).toEqual([]);
  });

  test('is the same whoever makes it, and whenever', async () => {
    expect((await bundleOf('narrow')).equals(honest.narrow)).toBe(true);
  });

  test('that is signed is known by the key', async () => {
    const { signature, exitCode } = await verify(honest.signed, keys[0]);
    expect([signature.state, exitCode]).toEqual(['good', 1]);
    expect((await verify(honest.signed)).signature.state).toBe('unchecked');
  });
});

const change = (path: string) => (files: Files) =>
  void files.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), Buffer.from(' ')]));
const record = 'record/record.ndjson';
const all = Object.values(paths).filter((path) => path !== paths.attestation);

describe('a bundle whose files were changed and packed again', () => {
  test.each([...all.filter((path) => path !== paths.manifest), record])('%s', async (path) => {
    await expectRefused(repack(honest.narrow, change(path)), 4, `2 ${path}: is not as bundle.json says`);
  });

  test.each([...all, record])('without %s', async (path) => {
    await expectRefused(
      repack(honest.narrow, (files) => void files.delete(path)),
      4,
      path,
    );
  });

  test.each<[string, (files: Files) => void, string]>([
    ['a file more', (files) => void files.set('more.json', Buffer.from('{}')), '2 more.json: is there, and not listed'],
    [
      'a list that is no JSON',
      (files) => void files.set(paths.manifest, Buffer.from('{')),
      '3 bundle.json: is no JSON',
    ],
    [
      'a list of another version',
      (files) =>
        void files.set(
          paths.manifest,
          Buffer.from((files.get(paths.manifest) ?? '').toString().replace('"bundleVersion": 1', '"bundleVersion": 2')),
        ),
      '3 bundle.json: ',
    ],
  ])('%s', async (_, edit, said) => {
    await expectRefused(repack(honest.narrow, edit), 4, said);
  });

  test('something behind the zip', async () => {
    await expectRefused(Buffer.concat([honest.narrow, Buffer.from('x')]), 4, '1 the zip: ');
  });
});

const edit = (path: string, from: string | RegExp, to: string) => (files: Files) => {
  const text = files.get(path)?.toString() ?? '';
  expect(text).toMatch(from);
  files.set(path, Buffer.from(text.replace(from, to)));
};
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part));
const editLines = (change: (lines: string[]) => readonly string[]) => (files: Files) =>
  void files.set(record, Buffer.from(change((files.get(record)?.toString() ?? '').split('\n')).join('\n')));

describe('a bundle whose list was made anew', () => {
  test.each<[string, (files: Files) => void, string, number?]>([
    ['product.yaml', edit(paths.product, 'Shop', 'Shop 3'), '10 product.yaml: is not what the record makes it'],
    ['target.yaml', edit(paths.target, 'reference', 'another'), '10 target.yaml: '],
    ['suite.lock.json', edit(paths.lock, '"judge": "', '"judge": "x'), '10 suite.lock.json: '],
    ['results.json, a verdict', edit(paths.results, '"verdict": "fail"', '"verdict": "pass"'), '10 results.json: '],
    ['summary.yaml, a level', edit(paths.summary, 'level: none', 'level: core'), '10 summary.yaml: '],
    ['REPRODUCE.md', edit(paths.reproduce, 'proofmark verify', 'proofmark list'), '10 REPRODUCE.md: '],
    ['REPRODUCE.md, emptied', (files) => void files.set(paths.reproduce, Buffer.alloc(0)), '10 REPRODUCE.md: '],
    ['report.html, its headline', edit(paths.report, 'does not conform', 'conforms'), '10 report.html: '],
    [
      'report.html, a script more',
      edit(paths.report, '</body>', '<script>alert(1)</script></body>'),
      '10 report.html: ',
    ],
    ['report.html, its data', edit(paths.report, /"status":"fail"|fail/, 'pass'), '10 report.html: '],
    ['report.html, its statement', edit(paths.report, 'no level', 'Proofmark evidence, core'), '10 report.html: '],
    [
      'the time in the list',
      edit(paths.manifest, /"created": "20\d\d/, '"created": "2031'),
      '10 bundle.json: was not created',
    ],
    [
      'the version in the list',
      edit(paths.manifest, 'proofmark 0', 'proofmark 9'),
      '5 bundle.json: it was packed by proofmark 9',
      3,
    ],
    [
      'a file of no kind',
      (files) => void files.set('notes.txt', Buffer.from('x')),
      '3 notes.txt: is no file of a bundle',
    ],
    [
      'the record twice',
      (files) => void files.set('record/shard-1-of-2.ndjson', files.get(record) ?? Buffer.alloc(0)),
      '11 record/: ',
    ],
    [
      'the record as a shard',
      (files) => {
        files.set('record/shard-1-of-2.ndjson', files.get(record) ?? Buffer.alloc(0));
        files.delete(record);
      },
      '11 record/shard-1-of-2.ndjson: is the record of',
    ],
    [
      'a line changed',
      editLines((lines) => lines.with(5, (lines[5] ?? '').replace('"', '" '))),
      `3 ${record}: ${record}:6: `,
    ],
    [
      'a line dropped',
      editLines((lines) => lines.toSpliced(lineOf(lines.join('\n'), broken), 1)),
      'the line does not follow',
    ],
    [
      'two lines swapped',
      editLines((lines) => [...lines.slice(0, 4), lines[5] ?? '', lines[4] ?? '', ...lines.slice(6)]),
      'the line does not follow',
    ],
    ['the end cut off', editLines((lines) => [...lines.slice(0, -2), '']), '10 '],
    ['the record emptied', (files) => void files.set(record, Buffer.alloc(0)), '3 record/record.ndjson: '],
    [
      'no links at all',
      editLines((lines) => lines.map((line) => line.replace(/,"chain":"[\w-]+"\}$/, '}'))),
      'has no link',
    ],
  ])('%s', async (_, change, said, code = 4) => {
    const zip = relist(honest.narrow, (files) => change(files));
    // The list itself is what was changed last.
    const isOfList = said.includes(paths.manifest);
    await expectRefused(isOfList ? repack(honest.narrow, change) : zip, code, said);
  });

  test('the record of another run', async () => {
    const others = filesOf(honest.other);
    const zip = relist(honest.narrow, (files) => void files.set(record, others.get(record) ?? Buffer.alloc(0)));
    await expectRefused(zip, 4, '10 results.json: is not what the record makes it');
  });

  test('data of the report that is packed', async () => {
    const zip = relist(honest.whole, (files) => {
      const html = files.get(paths.report)?.toString() ?? '';
      const packed = html.replace(
        /(<script type="application\/gzip" id="data">)([^<]*)/,
        (_, start: string, data: string) => {
          const text = gunzipSync(Buffer.from(data, 'base64')).toString();
          return `${start}${gzipSync(text.replace('"pass"', '"fail"')).toString('base64')}`;
        },
      );
      expect(packed).not.toBe(html);
      files.set(paths.report, Buffer.from(packed));
    });
    await expectRefused(zip, 4, '10 report.html: ');
  });

  test('data that is packed otherwise is no forgery', async () => {
    const zip = relist(honest.whole, (files) => {
      const html = files.get(paths.report)?.toString() ?? '';
      const packed = html.replace(
        /(<script type="application\/gzip" id="data">)([^<]*)/,
        (_, start: string, data: string) =>
          `${start}${gzipSync(gunzipSync(Buffer.from(data, 'base64')), { level: 1 }).toString('base64')}`,
      );
      expect(packed).not.toBe(html);
      files.set(paths.report, Buffer.from(packed));
    });
    expect((await verify(zip)).exitCode).toBe(0);
  });
});

describe('a signed bundle', () => {
  test.each<[string, (files: Files) => void, string]>([
    [
      'with a changed list',
      (files) => {
        change(paths.reproduce)(files);
      },
      '2 REPRODUCE.md: ',
    ],
    [
      'with another statement',
      (files) => {
        const text = files.get(paths.attestation)?.toString() ?? '';
        const { payload } = JSON.parse(text) as { payload: string };
        files.set(
          paths.attestation,
          Buffer.from(
            text.replace(
              payload,
              Buffer.from(Buffer.from(payload, 'base64').toString().replace('FAILED', 'PASSED')).toString('base64'),
            ),
          ),
        );
      },
      '4 attestation.dsse.json: is not signed by',
    ],
    [
      'with another signature',
      edit(paths.attestation, /"sig": "..../, '"sig": "AAAA'),
      '4 attestation.dsse.json: is not signed by',
    ],
    [
      'that names another key',
      edit(paths.attestation, /"keyid": "..../, '"keyid": "AAAA'),
      '4 attestation.dsse.json: is not signed by',
    ],
    ['without its signature', (files) => void files.delete(paths.attestation), '4 attestation.dsse.json: is missing'],
    [
      'whose signature is no envelope',
      (files) => void files.set(paths.attestation, Buffer.from('{}')),
      '3 attestation.dsse.json: ',
    ],
  ])('%s', async (_, change, said) => {
    await expectRefused(repack(honest.signed, change), 4, said, keys[0]);
  });

  test('by somebody else, and one that lost its signature where none is demanded', async () => {
    await expectRefused(honest.signed, 4, '4 attestation.dsse.json: is not signed by', keys[1]);
    await expectRefused(
      repack(honest.signed, (files) => void files.delete(paths.attestation)),
      4,
      '10 report.html: ',
    );
    await expectRefused(honest.narrow, 4, '4 attestation.dsse.json: is missing, and a signature is demanded', keys[0]);
  });
});
