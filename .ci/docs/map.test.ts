import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../command.ts';
import { readPage } from './pages.ts';

test('the map of ARCHITECTURE.md has every folder of src/, and no other', () => {
  const [, map = ''] = /^src\/\n(.*?)^targets\/$/ms.exec(readPage('ARCHITECTURE.md').text) ?? [];
  const mapped = [...map.matchAll(/^ {2}([a-z-]+)\/ /gm)].map(([, name = '']) => name);
  const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(mapped.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});
