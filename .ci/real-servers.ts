import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root, runCommand } from './command.ts';
import { descriptorOf } from './own-targets.ts';
import type { Step, StepResult } from './step.ts';
import { withTemporaryFolder } from './temporary.ts';

const json = z.record(z.string(), z.unknown());
const waiverSchema = z.looseObject({ case: z.string() });
const configurationSchema = z.strictObject({
  name: z.string(),
  of: z.enum(['oidc-provider', 'express-oauth2-jwt-bearer']),
  flags: z.record(z.string(), z.array(z.string())).default({}),
  /** The clients of the descriptor to keep. By default all. */
  clients: z.array(z.string()).optional(),
  changes: json.default({}),
  options: z.array(z.string()).default([]),
  waivers: z.array(waiverSchema).default([]),
});
type Configuration = z.output<typeof configurationSchema>;

const launchSchema = z.looseObject({ command: z.array(z.string()) });
const descriptorSchema = z.looseObject({
  as: z.looseObject({ clients: z.array(z.looseObject({ id: z.string() })) }),
  claims: json.default({}),
  launch: z.union([launchSchema, z.array(launchSchema)]),
  waivers: z.string(),
});

const products = path.join(root, 'targets/products');

/** Runs the real products in several configurations. Each has to meet the gate, and counts as one. */
export const realServersStep: Step = {
  name: 'real-servers',
  waits: true,
  run: async () =>
    withTemporaryFolder(async (folder) => {
      const text = await readFile(path.join(products, 'configurations.yaml'), 'utf8');
      const queue = z.array(configurationSchema).parse(parse(text));
      const results: StepResult[] = [];
      const lane = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift())
          results.push(await tryOne(next, folder));
      };
      await Promise.all([lane(), lane()]);
      const failures = results.filter(({ failed }) => failed > 0);
      const output = failures.map((result) => result.output).join('\n');
      return { passed: results.length - failures.length, failed: failures.length, output };
    }),
};

async function tryOne(configuration: Configuration, folder: string): Promise<StepResult> {
  const { name, options } = configuration;
  const descriptor = await writeDescriptor(configuration, folder);
  const out = ['--out', path.join(folder, name), '--reporter', 'json'];
  const { ok, output } = await runCommand(['node', 'src/cli/main.ts', 'run', descriptor, ...options, ...out]);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output: ok ? '' : `${name}:\n${output}` };
}

async function writeDescriptor(configuration: Configuration, folder: string): Promise<string> {
  const { name, of, flags, clients, changes } = configuration;
  const file = descriptorOf(of);
  const home = path.dirname(file);
  const base = descriptorSchema.parse(await read(file));
  const launches = [base.launch].flat().map((launch) => ({ ...launch, command: command(launch.command, home, flags) }));
  const own = z.array(waiverSchema).parse(await read(path.join(home, base.waivers)));
  const replaced = configuration.waivers.map((waiver) => waiver.case);
  const waivers = [...own.filter((waiver) => !replaced.includes(waiver.case)), ...configuration.waivers];
  const kept = base.as.clients.filter(({ id }) => clients === undefined || clients.includes(id));
  const descriptor = {
    ...base,
    ...changes,
    claims: { ...base.claims, ...json.parse(changes['claims'] ?? {}) },
    name,
    as: { ...base.as, clients: kept },
    launch: launches,
    waivers: `${name}.waivers.yaml`,
  };
  await writeFile(path.join(folder, descriptor.waivers), JSON.stringify(waivers));
  const written = path.join(folder, `${name}.yaml`);
  await writeFile(written, JSON.stringify(descriptor));
  return written;
}

/** Launchers have paths relative to their descriptor (`home`), which is now in another folder. */
function command(words: readonly string[], home: string, flags: Configuration['flags']): readonly string[] {
  const script = words.find((word) => word.endsWith('.ts')) ?? '';
  const placed = words.map((word) => (word === script ? path.join(home, word) : word));
  return [...placed, ...(flags[path.basename(script)] ?? [])];
}

async function read(file: string): Promise<unknown> {
  return parse(await readFile(file, 'utf8'));
}
