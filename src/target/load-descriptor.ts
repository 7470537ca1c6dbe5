import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { checkDocument } from '../document/check.ts';
import { type Path, placeOf, problemsError, readSource } from '../document/source.ts';
import { crossChecks } from './cross-checks.ts';
import { Descriptor } from './descriptor.ts';
import { fillPlaceholders, placeholderProblems } from './placeholders.ts';
import { literalSecretProblems, mayHoldSecret, readSecrets } from './secrets.ts';

export type LoadedDescriptor = {
  readonly path: string;
  /** Absolute; relative paths in the descriptor start here. */
  readonly directory: string;
  /** SHA-256 of the file's text, hex. */
  readonly digest: string;
  readonly descriptor: Descriptor;
  /** The values of all `{ env: NAME }`, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** `file:line:column path` of a value; where the file lacks it, the line of what it belongs to. */
  readonly where: (path: Path) => string;
  /** The line where each of its servers is described. */
  readonly lines: { readonly as?: number; readonly rs?: number };
};

export type LoadOptions = {
  /** Where a relative path starts; by default the folder that the process runs in. */
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Finds a free port for a placeholder `{port.NAME}`; called once for each name. */
  readonly port: (name: string) => Promise<number>;
};

/**
 * Reads and checks a descriptor.
 * @throws HarnessError `ERR_TARGET_INVALID`, with a line for each fault
 */
export async function loadDescriptor(path: string, options: LoadOptions): Promise<LoadedDescriptor> {
  const source = await readSource(path, 'ERR_TARGET_INVALID', 'descriptor', options.cwd);
  const directory = dirname(resolve(options.cwd ?? '', path));
  const value = await fillPlaceholders(source.value, options.port);
  const checked = checkDocument(Descriptor, source, { value, redact: mayHoldSecret });
  const { secrets, problems: unset } = readSecrets(value, options.env);
  const problems = [
    ...checked.problems,
    ...unset,
    ...placeholderProblems(source.value),
    ...literalSecretProblems(value),
    ...(await crossChecks(value, directory, secrets)),
  ];
  if (problems.length > 0 || checked.value === undefined) throw problemsError(source, problems, 'ERR_TARGET_INVALID');
  const digest = createHash('sha256').update(source.text).digest('hex');
  const { as, rs } = checked.value;
  const lines = {
    ...(as === undefined ? {} : { as: source.position(['as'], 'key').line }),
    ...(rs === undefined ? {} : { rs: source.position(['rs'], 'key').line }),
  };
  return { path, directory, digest, descriptor: checked.value, secrets, where: (at) => placeOf(source, at), lines };
}
