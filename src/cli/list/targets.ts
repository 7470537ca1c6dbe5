import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as z from 'zod';
import { alignedRows, type Paint } from '../terminal.ts';

export type ListedTarget = {
  /** The path relative to the current folder. */
  readonly file: string;
  readonly name: string;
  readonly roles: readonly ('as' | 'rs' | 'client')[];
  readonly description: string;
};

const Outline = z.object({
  name: z.string(),
  description: z.string().default(''),
  as: z.looseObject({}).optional(),
  rs: z.looseObject({}).optional(),
  role: z.literal('client').optional(),
});

/** Descriptors that come with Proofmark, and those under `targets/` and in the current folder. They are not checked here. */
export function findTargets(cwd: string): readonly ListedTarget[] {
  const own = fileURLToPath(new URL('../../../targets/', import.meta.url));
  const files = [...yamlFiles(own, '**/*'), ...yamlFiles(join(cwd, 'targets'), '**/*'), ...yamlFiles(cwd, '*')];
  const targets = [...new Set(files)].flatMap((file) => describeTarget(file, cwd));
  return targets.toSorted((a, b) => a.file.localeCompare(b.file));
}

function yamlFiles(folder: string, pattern: string): readonly string[] {
  const exclude = (name: string) => name === 'node_modules';
  return globSync(`${pattern}.{yaml,yml}`, { cwd: folder, exclude }).map((file) => join(folder, file));
}

function describeTarget(file: string, cwd: string): readonly ListedTarget[] {
  const outline = Outline.safeParse(parsed(file));
  if (!outline.success) return [];
  const { name, description, as, rs, role } = outline.data;
  const roles = [
    ...(role === undefined ? [] : [role]),
    ...(as === undefined ? [] : ['as' as const]),
    ...(rs === undefined ? [] : ['rs' as const]),
  ];
  return roles.length === 0 ? [] : [{ file: relative(cwd, file), name, roles, description }];
}

/** The folder may contain any YAML file. A file that is no YAML or no descriptor is not a target. */
function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

export function targetLines(targets: readonly ListedTarget[], paint: Paint): readonly string[] {
  if (targets.length === 0) return ['no descriptors found; proofmark init writes one'];
  return alignedRows(
    targets.map(({ file, name, roles, description }) => [file, name, roles.join('+'), paint('dim', description)]),
  );
}
