// Writes docs/products.md: what was found at released products, from the records of runs of them.
//   npm run products -- reports/out/keycloak reports/out/openid-client …
// Products that are on the page already, and of which no record is given, stay there as they are.
// A record that is partial, or of a run that was interrupted, is refused: a page of results is not made of parts.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './command.ts';
import { readCheckedRecord } from '../src/report/read-checked.ts';
import { productsKept } from './products-kept.ts';
import { productsPage, productsOf } from './products-page.ts';

const given = process.argv.slice(2);
if (given.length === 0) {
  console.error('npm run products -- <record or folder of a run> …');
  process.exit(2);
}
const files = given.map((one) => path.resolve(process.env['INIT_CWD'] ?? '', one));
const records = await Promise.all(
  files.map(async (file) => {
    const inFolder = path.join(file, 'record.ndjson');
    return readCheckedRecord(existsSync(inFolder) ? inFolder : file);
  }),
);
const page = path.join(root, 'docs/products.md');
const made = records.flatMap(productsOf);
const kept = productsKept(await readFile(page, 'utf8')).filter(({ name }) => made.every((one) => one.name !== name));
await writeFile(page, productsPage([...kept, ...made]));
console.log(`docs/products.md: ${made.length} products, and ${kept.length} that stay`);
