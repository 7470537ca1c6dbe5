import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = fileURLToPath(new URL('.', import.meta.url));

test('nothing that runs imports the HTTP of Node by name, which would load undici at the start', () => {
  const files = globSync('**/*.ts', { cwd: src }).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  const named = files.filter((file) =>
    /^import (?!type )[^;]*from 'node:https?';/m.test(readFileSync(path.join(src, file), 'utf8')),
  );
  expect(named).toEqual([]);
});
