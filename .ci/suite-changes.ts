// npm run suite-changes: the cases that are added, retired or regraded since the last release, for CHANGELOG.md.
//   npm run suite-changes -- --release 0.1.0    keeps the cases of today as those of that release
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { changesBetween, readReleased, releasedFile, weighedCases } from './docs/suite-changes.ts';

const { values } = parseArgs({ options: { release: { type: 'string' } } });
const before = readReleased();
const now = weighedCases();
console.log(`Since ${before.release ?? 'the beginning'}`);
for (const [kind, ids] of Object.entries(changesBetween(before.cases, now))) {
  console.log(`${ids.length} ${kind}`);
  for (const id of ids)
    console.log(`- \`${id}\` ${before.cases[id] ?? ''}${kind === 'regraded' ? ' → ' : ''}${now[id] ?? ''}`);
}
if (values.release !== undefined)
  await writeFile(releasedFile, `${JSON.stringify({ release: values.release, cases: now }, undefined, 2)}\n`);
