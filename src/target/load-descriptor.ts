import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Waiver } from '../record/waiver.ts';
import { checkDocument } from '../document/check.ts';
import { type Path, placeOf, problemsError, readSource, type Source } from '../document/source.ts';
import { crossChecks } from './cross-checks.ts';
import { Descriptor, descriptorOfClient } from './descriptor.ts';
import { ClientDescriptor } from './descriptor/client-under-test.ts';
import { maskedText } from './masked-text.ts';
import { fillPlaceholders, placeholderProblems } from './placeholders.ts';
import { literalSecretProblems, mayHoldSecret, readSecrets } from './secrets.ts';

export type LoadedDescriptor = {
  readonly path: string;
  /** Absolute; relative paths in the descriptor start here. */
  readonly directory: string;
  /** SHA-256 of the file's text, hex. */
  readonly digest: string;
  /** That text, secrets masked. */
  readonly text: string;
  /** The path of its waiver file as it stands there, and SHA-256 of the text of that file, hex. */
  readonly waiverFile?: { readonly path: string; readonly digest: string };
  /** Where they are known beforehand, and no file is read. */
  readonly waivers?: readonly Waiver[];
  readonly descriptor: Descriptor;
  /** Present where the target is a client under test: then `descriptor` has only what it shares with servers. */
  readonly client?: ClientDescriptor;
  /** The values of all `{ env: NAME }`, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** `file:line:column path` of a value; where the file lacks it, the line of what it belongs to. */
  readonly where: (path: Path) => string;
  /** The line where each of its servers is described. */
  readonly lines: { readonly as?: number; readonly rs?: number; readonly client?: number };
};

export type LoadOptions = {
  /** Where a relative path starts; by default the folder that the process runs in. */
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Finds a free port for a placeholder `{port.NAME}`; called once for each name. */
  readonly port: (name: string) => Promise<number>;
};

/**
 * Reads and checks a descriptor. A folder stands for the descriptor in it: `<folder>.yaml`, or else `target.yaml`.
 * @throws HarnessError `ERR_TARGET_INVALID`, with a line for each fault
 */
export async function loadDescriptor(given: string, options: LoadOptions): Promise<LoadedDescriptor> {
  const path = await fileOf(given, resolve(options.cwd ?? '', given));
  const source = await readSource(path, 'ERR_TARGET_INVALID', 'descriptor', options.cwd);
  return describe(source, { path, directory: dirname(resolve(options.cwd ?? '', path)) }, options);
}

async function fileOf(given: string, whole: string): Promise<string> {
  const isFolder = (await stat(whole).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder) return given;
  const own = `${basename(whole)}.yaml`;
  return join(given, existsSync(join(whole, own)) ? own : 'target.yaml');
}

/**
 * The same from a text at hand.
 * @throws HarnessError `ERR_TARGET_INVALID`, with a line for each fault
 */
export async function describe(
  source: Source,
  { path, directory }: Pick<LoadedDescriptor, 'path' | 'directory'>,
  options: LoadOptions,
): Promise<LoadedDescriptor> {
  if (isOfClient(source.value)) return loadClient(source, { path, directory }, options);
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
  const { as, rs, waivers } = checked.value;
  const lines = {
    ...(as === undefined ? {} : { as: source.position(['as'], 'key').line }),
    ...(rs === undefined ? {} : { rs: source.position(['rs'], 'key').line }),
  };
  return {
    path,
    directory,
    ...(await textAndWaivers(source, { directory, secrets, waivers })),
    descriptor: checked.value,
    secrets,
    where: (at) => placeOf(source, at),
    lines,
  };
}

type Beside = Pick<LoadedDescriptor, 'directory' | 'secrets'> & { readonly waivers: string | undefined };

async function textAndWaivers(
  { text }: Source,
  { directory, secrets, waivers }: Beside,
): Promise<Pick<LoadedDescriptor, 'digest' | 'text' | 'waiverFile'>> {
  const file = waivers === undefined ? undefined : await readFile(resolve(directory, waivers));
  return {
    digest: sha256(text),
    text: maskedText(text, secrets),
    ...(waivers === undefined || file === undefined ? {} : { waiverFile: { path: waivers, digest: sha256(file) } }),
  };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function isOfClient(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'role' in value && value.role === 'client';
}

/** @throws HarnessError `ERR_TARGET_INVALID` */
async function loadClient(
  source: Source,
  place: Pick<LoadedDescriptor, 'path' | 'directory'>,
  { env }: Pick<LoadOptions, 'env'>,
): Promise<LoadedDescriptor> {
  const { value } = source;
  const checked = checkDocument(ClientDescriptor, source, { value, redact: mayHoldSecret });
  const { secrets, problems: unset } = readSecrets(value, env);
  const problems = [...checked.problems, ...unset, ...literalSecretProblems(value)];
  if (problems.length > 0 || checked.value === undefined) throw problemsError(source, problems, 'ERR_TARGET_INVALID');
  return {
    ...place,
    ...(await textAndWaivers(source, { ...place, secrets, waivers: checked.value.waivers })),
    descriptor: descriptorOfClient(checked.value),
    client: checked.value,
    secrets,
    where: (at) => placeOf(source, at),
    lines: { client: source.position(['role'], 'key').line },
  };
}
