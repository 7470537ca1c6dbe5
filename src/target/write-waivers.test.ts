import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadWaivers, type Waiver } from './waivers.ts';
import { writeWaivers } from './write-waivers.ts';

const today = '2026-06-01';
const one: Waiver = { case: 'typ-missing@token', verdict: 'fail', reason: 'Old clients leave typ out.' };
const other: Waiver = {
  case: 'htu-fragment@resource~b',
  verdict: 'warn',
  reason: 'Asked for by shop #12: a "b"',
  expires: '2027-01-01',
};

async function written(text: string | undefined, wanted: readonly Waiver[]) {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-waivers-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  const path = join(folder, 'w.yaml');
  if (text !== undefined) await writeFile(path, text);
  const { added, renewed, kept } = await writeWaivers(path, wanted, today);
  const after = await readFile(path, 'utf8');
  return {
    counts: [added.length, renewed.length, kept.length],
    text: after,
    read: (await loadWaivers(path)).map(({ where: _where, ...waiver }) => waiver),
  };
}

test('a file is made where there is none', async () => {
  const { counts, text, read } = await written(undefined, [one, other]);
  expect([counts, read]).toEqual([
    [2, 0, 0],
    [one, other],
  ]);
  expect(text).toMatchInlineSnapshot(`
    "- case: typ-missing@token
      verdict: fail
      reason: Old clients leave typ out.
    - case: htu-fragment@resource~b
      verdict: warn
      reason: 'Asked for by shop #12: a "b"'
      expires: 2027-01-01
    "
  `);
});

test('what stands in a file stays, with its comments', async () => {
  const before = `# What we live with.
- case: jti-empty@token # since version 2
  verdict: warn
  reason: >-
    It is folded,
    and stays so.

# The last one.
- { case: typ-missing@token, verdict: fail, reason: Known to all customers. }
`;
  const { counts, text, read } = await written(before, [one, other]);
  expect(counts).toEqual([1, 0, 1]);
  expect(text.startsWith(before)).toBe(true);
  expect(read.map(({ reason }) => reason)).toEqual([
    'It is folded, and stays so.',
    'Known to all customers.',
    other.reason,
  ]);
});

test('an entry that has expired is renewed in its place', async () => {
  const before = `- case: typ-missing@token # old
  verdict: fail
  reason: Removed with version 3.
  expires: 2026-05-31
- case: typ-missing@token
  target: shop
  verdict: fail
  reason: Another target of its own.
`;
  const { counts, text } = await written(before, [{ ...one, expires: '2026-12-31' }]);
  expect(counts).toEqual([0, 1, 0]);
  expect(text).toBe(
    before.replace('Removed with version 3.', 'Old clients leave typ out.').replace('2026-05-31', '2026-12-31'),
  );
  await expect(written(before, [one])).rejects.toThrow('the waiver for typ-missing@token has expired');
  const folded = `  - case: typ-missing@token
    reason: >-
      Removed with
      version 3.
    verdict: fail
    expires: "2026-05-31" # a day
`;
  expect((await written(folded, [{ ...one, expires: '2026-12-31' }, other])).text).toBe(`  - case: typ-missing@token
    reason: Old clients leave typ out.
    verdict: fail
    expires: 2026-12-31 # a day
  - case: htu-fragment@resource~b
    verdict: warn
    reason: 'Asked for by shop #12: a "b"'
    expires: 2027-01-01
`);
});

test('a file of comments only, and an empty list, take entries', async () => {
  expect((await written('# Nothing yet.\n', [one])).read).toEqual([one]);
  expect((await written('[]\n', [one])).read).toEqual([one]);
  expect((await written(JSON.stringify([one]), [one, other])).read).toEqual([one, other]);
  expect((await written('# Nothing yet.\n', [one])).text).toContain('# Nothing yet.');
});

test('a file that is bad stays as it is', async () => {
  await expect(written('- case: 3\n', [one])).rejects.toThrow('w.yaml:1:3');
});
