import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './command.ts';

test('README.md has one line for each file of this folder', async () => {
  const folder = path.join(root, '.ci');
  const files = (await readdir(folder)).filter((file) => file !== 'README.md');
  const text = await readFile(path.join(folder, 'README.md'), 'utf8');
  const named = [...text.matchAll(/^- `([^`]+)`: /gm)].map(([, file = '']) => file);
  expect(named.toSorted()).toEqual(files.toSorted());
});
