// Keeps the verdict of every case at every server of the repository, to show that a change of structure changes none.
//   npm run verdicts -- keep     replaces .ci/verdicts.ndjson
//   npm run verdicts             judges all servers again and prints the differences; exit code 1 if there are any
// The file has all verdicts of the strict server. For every other server it has their number, and those that differ.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

const main = 'src/cli/main.ts';
const kept = path.join(root, '.ci/verdicts.ndjson');
const products = ['targets/products/oidc-provider', 'targets/products/express-oauth2-jwt-bearer'];
const kinds = ['variant', 'mutant', 'masked', 'degenerate'];

const lineSchema = z.object({ server: z.string(), verdicts: z.record(z.string(), z.string()) });
type Line = z.output<typeof lineSchema>;
const resultSchema = z.object({
  findings: z.array(z.object({ target: z.string(), instance: z.string(), verdict: z.string() })),
});

const strict = 'variant strict';

const keptSchema = z.object({ server: z.string(), count: z.number(), differs: z.record(z.string(), z.string()) });
type Kept = z.output<typeof keptSchema>;

const lines = await withTemporaryFolder(judgeAll);
if (process.argv[2] === 'keep') await writeFile(kept, keep(lines));
else compare(parse(await readFile(kept, 'utf8'), keptSchema), lines);

function keep(all: readonly Line[]): string {
  const usual = all.find(({ server }) => server === strict)?.verdicts ?? {};
  const rows = all.map(({ server, verdicts }) => {
    const unlike = Object.entries(verdicts).filter(([id, verdict]) => server === strict || usual[id] !== verdict);
    return { server, count: Object.keys(verdicts).length, differs: Object.fromEntries(unlike) };
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function judgeAll(folder: string): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const kind of kinds) {
    const file = path.join(folder, `${kind}.ndjson`);
    await must(['node', main, 'selftest', '--kind', kind, '--verdicts', file]);
    lines.push(...parse(await readFile(file, 'utf8'), lineSchema));
  }
  const out = path.join(folder, 'products');
  await must(['node', main, 'run', ...products, '--reporter', 'json', '--out', out]);
  return [...lines, ...linesOfRun(await readFile(path.join(out, 'result.json'), 'utf8'))];
}

async function must(command: readonly string[]): Promise<void> {
  const { ok, output } = await runCommand(command, { seconds: 86_400 });
  if (!ok) throw new Error(`${command.join(' ')} failed:\n${output}`);
}

function linesOfRun(text: string): readonly Line[] {
  const { findings } = resultSchema.parse(JSON.parse(text));
  const targets = Map.groupBy(findings, ({ target }) => target);
  return [...targets].map(([target, own]) => ({
    server: `product ${target}`,
    verdicts: Object.fromEntries(own.map(({ instance, verdict }) => [instance, verdict])),
  }));
}

function parse<T>(text: string, schema: z.ZodType<T>): readonly T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

function compare(before: readonly Kept[], after: readonly Line[]): void {
  const usual = before.find(({ server }) => server === strict)?.differs ?? {};
  const now = new Map(after.map(({ server, verdicts }) => [server, verdicts]));
  const gone = before.filter(({ server }) => !now.has(server)).map(({ server }) => `${server}: not judged any more`);
  const added = after.filter(({ server }) => before.every((row) => row.server !== server));
  const differences = [
    ...gone,
    ...added.map(({ server }) => `${server}: not kept`),
    ...before.flatMap((row) => differencesAt(row, usual, now.get(row.server) ?? {})),
  ];
  for (const line of differences) console.log(line);
  const count = after.reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0);
  console.log(`${after.length} servers, ${count} verdicts, ${differences.length} differences`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}

function differencesAt(
  { server, count, differs }: Kept,
  usual: Line['verdicts'],
  now: Line['verdicts'],
): readonly string[] {
  const was = (id: string): string => differs[id] ?? usual[id] ?? 'absent';
  const ids = [...new Set([...Object.keys(now), ...Object.keys(differs)])];
  const changed = ids.filter((id) => was(id) !== now[id]);
  const total = Object.keys(now).length;
  return [
    ...changed.map((id) => `${server}: ${id}: ${was(id)} → ${now[id] ?? 'absent'}`),
    ...(total === count ? [] : [`${server}: ${count} → ${total} verdicts`]),
  ];
}
