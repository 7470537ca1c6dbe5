// Makes honest bundles of whole runs, and verifies each: none of them may be refused.
//   npm run bundles                     all of them: about half an hour
//   npm run bundles -- 'oidc-*' shards  only these
//   npm run bundles -- --sample         a few of them, narrowed: what npm test runs
// Each is made twice, and has to be the same to the byte. Exit code 1 if one is refused, or differs.
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { described, honestRuns, type HonestRun } from './bundle-runs.ts';
import { root, runCommand } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

const main = path.join(root, 'src/cli/main.ts');
const { values, positionals } = parseArgs({ options: { sample: { type: 'boolean' } }, allowPositionals: true });
const isChosen = ({ name }: HonestRun): boolean => positionals.some((glob) => path.matchesGlob(name, glob));
const chosen = honestRuns.filter((one) =>
  positionals.length > 0 ? isChosen(one) : values.sample !== true || one.isSampled === true,
);
if (chosen.length === 0) {
  console.error(`No such bundle. There are: ${honestRuns.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const verifiedSchema = z.looseObject({
  troubles: z.array(z.looseObject({ kind: z.string(), where: z.string(), problem: z.string() })),
  levels: z.array(z.looseObject({ role: z.string(), profile: z.string(), level: z.string() })),
});

const [publicKey, privateKey] = keyPair();
let wrong = 0;
const queue = chosen.values();
await Promise.all([work(), work()]);
console.log(`\n${chosen.length - wrong} passed, ${wrong} failed`);
process.exitCode = wrong === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (const run of queue) {
    const line = await withTemporaryFolder(async (folder) => tryOne(run, folder)).catch((error: unknown) => {
      wrong += 1;
      return `WRONG  ${error instanceof Error ? error.message : String(error)}`;
    });
    console.log(`${run.name.padEnd(28)} ${line}`);
  }
}

/** Throws where the bundle is refused. */
async function tryOne({ target, flags = [], launch = [], profiles, shards = 1, isSigned }: HonestRun, folder: string) {
  const file = path.join(folder, 'target.yaml');
  await writeFile(file, await described(target, launch));
  const isNarrow = values.sample === true && target !== 'reference-client';
  const narrow = isNarrow ? ['--suite', 'proof-typ-alg,proof-nonce,token-response,profile-fapi2,watches'] : [];
  const asked = profiles === undefined ? [] : ['--profile', profiles];
  const records = Array.from({ length: shards }, (_, index) => `out-${index + 1}`);
  await Promise.all(
    records.map(async (out, index) => {
      const part = shards === 1 ? [] : ['--shard', `${index + 1}/${shards}`];
      const options = [...flags, ...asked, ...narrow, ...part, '--quiet', '--reporter', 'json', '--out', out];
      // Whether the target is right is not asked here; a record is due in each case.
      await proofmark(folder, ['run', file, ...options]);
    }),
  );
  const files = records.map((out) => `${out}/record.ndjson`);
  const env = isSigned === true ? { PROOFMARK_SIGNING_KEY: privateKey } : {};
  const made: Buffer[] = [];
  for (const out of ['first.zip', 'second.zip']) {
    const { ok, output } = await proofmark(folder, ['bundle', ...files, '--out', out], env);
    if (!ok) throw new Error(`no bundle: ${output}`);
    made.push(await readFile(path.join(folder, out)));
  }
  const [first, second] = made;
  if (first === undefined || second?.equals(first) !== true) throw new Error('the same records make another bundle');
  const startedAt = performance.now();
  await writeFile(path.join(folder, 'key.jwk'), publicKey);
  await writeFile(path.join(folder, 'policy.yaml'), 'level: none\nmaxClockOffsetSeconds: 4000\n');
  const pinned = ['--policy', 'policy.yaml', ...(isSigned === true ? ['--key', 'key.jwk'] : [])];
  const { ok, stdout, output } = await proofmark(folder, ['verify', 'first.zip', '--json', ...pinned]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (!ok) throw new Error(`refused: ${whyRefused(stdout) ?? output}`);
  const { levels } = verifiedSchema.parse(JSON.parse(stdout));
  const reached = levels.map(({ role, profile, level }) => `${role} ${profile} ${level}`).join(', ');
  return `ok  ${(first.length / 1e6).toFixed(1)} MB, verified in ${seconds} s: ${reached}`;
}

function whyRefused(stdout: string): string | undefined {
  if (!stdout.startsWith('{')) return undefined;
  const { troubles } = verifiedSchema.parse(JSON.parse(stdout));
  return troubles.map(({ kind, where, problem }) => `${kind}: ${where}: ${problem}`).join('; ');
}

async function proofmark(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runCommand(['node', main, ...args], { cwd, env });
}

function keyPair(): readonly [string, string] {
  const { publicKey: open, privateKey: secret } = generateKeyPairSync('ed25519');
  return [JSON.stringify(open.export({ format: 'jwk' })), JSON.stringify(secret.export({ format: 'jwk' }))];
}
