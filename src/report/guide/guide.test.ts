import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { guideContext, guideFile } from './guide.ts';

test('the guide of the page has every section of docs/read-a-report.md', async () => {
  const headings = guideContext().blocks.flatMap((block) =>
    'heading' in block ? [block.heading.spans.map(({ text }) => text).join('')] : [],
  );
  const sections = [...(await readFile(guideFile, 'utf8')).matchAll(/^##+ (.*)$/gm)].map(([, text]) => text);
  expect(headings).toEqual(sections);
});
