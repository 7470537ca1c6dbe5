import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findDescriptor, lookForDescriptor } from './find-descriptor.ts';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'proofmark-find-'));
  onTestFinished(async () => rm(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

const digest = createHash('sha256').update('ours').digest('hex');

test.each([
  ['from the folder where the run was started', { 'w/d/t.yaml': 'ours' }, 'w', 'd/t.yaml'],
  ['above the record', { 'd/t.yaml': 'ours' }, 'w', '../d/t.yaml'],
  ['beside the record, by its name', { 'runs/a/t.yaml': 'ours' }, 'w', '../runs/a/t.yaml'],
  ['here, by its name', { 'w/t.yaml': 'ours' }, 'w', 't.yaml'],
  ['the one of the run before another one', { 'w/d/t.yaml': 'other', 'd/t.yaml': 'ours' }, 'w', '../d/t.yaml'],
  ['another one where there is none of the run', { 'w/d/t.yaml': 'other', 'd/t.yaml': 'other' }, 'w', 'd/t.yaml'],
])('finds the descriptor %s', async (_where, files, cwd, found) => {
  const root = await folderWith({ ...files, 'w/.keep': '' });
  const sought = {
    cwd: join(root, cwd),
    recordFile: join(root, 'runs/a/record.ndjson'),
    descriptor: 'd/t.yaml',
    digest,
  };
  expect(findDescriptor(sought)).toBe(found);
  const isSame = Object.entries(files).some(
    ([name, text]) => text === 'ours' && join(root, name) === join(root, cwd, found),
  );
  expect(lookForDescriptor(sought)).toEqual(isSame ? { same: found } : { other: found });
});

test('says what to give where there is none', async () => {
  const root = await folderWith({ 'w/.keep': '' });
  const sought = {
    cwd: join(root, 'w'),
    recordFile: join(root, 'runs/record.ndjson'),
    descriptor: 'd/none.yaml',
    digest,
  };
  expect(lookForDescriptor(sought)).toEqual({});
  expect(() => findDescriptor(sought)).toThrow(
    'the descriptor d/none.yaml of the recorded run was not found from here, nor beside or above its record',
  );
});
