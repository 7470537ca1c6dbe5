import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where a descriptor at `path` finds its schema, by a file of `targets/`. Named only where the file and Proofmark are in the same
 * project, so that the path works for everybody.
 */
export function schemaFrom(name: string, path: string, cwd: string): string | undefined {
  const schema = fileURLToPath(new URL(`../../../targets/${name}`, import.meta.url));
  if (!schema.startsWith(cwd + sep) || !path.startsWith(cwd + sep)) return undefined;
  const reference = relative(dirname(path), schema).split(sep).join('/');
  return reference.startsWith('.') ? reference : `./${reference}`;
}
