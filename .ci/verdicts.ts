// Keeps what every case comes to at every server of the repository, so that a change of structure can be shown to change none.
//   npm run verdicts -- keep     writes targets/verdicts.ndjson.gz anew
//   npm run verdicts             judges all servers again and prints what differs; exit code 1 when something does
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

const main = 'src/cli/main.ts';
const kept = path.join(root, 'targets/verdicts.ndjson.gz');
const products = ['targets/oidc-provider.yaml', 'targets/express-oauth2-jwt-bearer.yaml'];
const kinds = ['variant', 'mutant', 'masked', 'degenerate'];

const lineSchema = z.object({ server: z.string(), verdicts: z.record(z.string(), z.string()) });
type Line = z.output<typeof lineSchema>;
const resultSchema = z.object({
  findings: z.array(z.object({ target: z.string(), instance: z.string(), verdict: z.string() })),
});

const lines = await withTemporaryFolder(judgeAll);
if (process.argv[2] === 'keep') await writeFile(kept, gzipSync(lines.map((line) => JSON.stringify(line)).join('\n')));
else compare(parseLines(gunzipSync(await readFile(kept)).toString()), lines);

async function judgeAll(folder: string): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const kind of kinds) {
    const file = path.join(folder, `${kind}.ndjson`);
    await must(['node', main, 'selftest', '--kind', kind, '--verdicts', file]);
    lines.push(...parseLines(await readFile(file, 'utf8')));
  }
  const out = path.join(folder, 'products');
  await must(['node', main, 'run', ...products, '--reporter', 'json', '--out', out]);
  return [...lines, ...linesOfRun(await readFile(path.join(out, 'result.json'), 'utf8'))];
}

async function must(command: readonly string[]): Promise<void> {
  const { ok, output } = await runCommand(command, { seconds: 7200 });
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

function parseLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

function compare(before: readonly Line[], after: readonly Line[]): void {
  const old = new Map(before.map(({ server, verdicts }) => [server, verdicts]));
  const now = new Map(after.map(({ server, verdicts }) => [server, verdicts]));
  const servers = [...new Set([...old.keys(), ...now.keys()])];
  const differences = servers.flatMap((server) => differencesAt(server, old.get(server) ?? {}, now.get(server) ?? {}));
  for (const line of differences) console.log(line);
  const count = after.reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0);
  console.log(`${servers.length} servers, ${count} verdicts, ${differences.length} differ`);
  process.exitCode = differences.length > 0 ? 1 : 0;
}

function differencesAt(server: string, before: Line['verdicts'], after: Line['verdicts']): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((instance) => before[instance] !== after[instance])
    .map((instance) => `${server}: ${instance}: ${before[instance] ?? 'absent'} → ${after[instance] ?? 'absent'}`);
}
