// Generates docs/catalogue/: every requirement, with its cases and mutants.
//   npm run docs
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalogue } from '../src/suite/catalogue.ts';
import { cataloguePages } from './catalogue-pages.ts';
import { root } from './command.ts';

const folder = path.join(root, 'docs/catalogue');
const pages = cataloguePages(loadCatalogue());
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [file, text] of pages) await writeFile(path.join(folder, file), text);
console.log(`docs/catalogue: ${pages.size} pages`);
