import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Envelope } from './dsse.ts';
import { isRecordPath, Manifest, manifestOf, paths, required, sha256 } from './layout.ts';
import { type Trouble, trouble } from './trouble.ts';
import { unpack } from './zip/unpack.ts';
import { UnsafeZip } from './zip/unsafe.ts';

/** What stands in a bundle, once it was found to be whole. */
export type Unpacked = {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly manifest: Manifest;
  /** SHA-256 of `bundle.json`, hex. */
  readonly digest: string;
  readonly recordPaths: readonly string[];
  readonly envelope: Envelope | undefined;
};

/** Checks 1 to 3 but for what is in the records: the zip, the list of its files, and their kinds. */
export function unpackBundle(zip: Buffer): Unpacked | readonly Trouble[] {
  let files: ReadonlyMap<string, Buffer>;
  try {
    files = unpack(zip);
  } catch (error) {
    if (error instanceof UnsafeZip) return [trouble(1, 'tampered', error.where, error.problem)];
    throw error;
  }
  const manifest = parsed(files, paths.manifest, Manifest);
  if (Array.isArray(manifest)) return manifest as readonly Trouble[];
  const troubles = [...listTroubles(files, manifest as Manifest), ...kindTroubles(files)];
  if (troubles.length > 0) return troubles;
  const envelope = files.has(paths.attestation) ? parsed(files, paths.attestation, Envelope) : undefined;
  if (Array.isArray(envelope)) return envelope as readonly Trouble[];
  return {
    files,
    manifest: manifest as Manifest,
    digest: sha256(files.get(paths.manifest) ?? ''),
    recordPaths: [...files.keys()].filter(isRecordPath),
    envelope: envelope as Envelope | undefined,
  };
}

/** The files are those of the list, each as it is listed. The attestation is about the list, and stands in none. */
function listTroubles(files: ReadonlyMap<string, Buffer>, manifest: Manifest): readonly Trouble[] {
  const own = new Map([...files].filter(([path]) => path !== paths.manifest && path !== paths.attestation));
  const due = manifestOf(own, manifest);
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const actual = new Map(due.files.map((file) => [file.path, file]));
  const missing = [...listed.keys()].filter((path) => !actual.has(path));
  const more = [...actual.keys()].filter((path) => !listed.has(path));
  const changed = [...actual].filter(([path, file]) => listed.has(path) && !isDeepStrictEqual(listed.get(path), file));
  const twice = manifest.files.length !== listed.size;
  return [
    ...missing.map((path) => trouble(2, 'tampered', path, 'is listed in bundle.json, and is not there')),
    ...more.map((path) => trouble(2, 'tampered', path, 'is there, and not listed in bundle.json')),
    ...changed.map(([path]) =>
      trouble(2, 'tampered', path, 'is not as bundle.json says: its digest, size or type differs'),
    ),
    ...(twice ? [trouble(2, 'tampered', paths.manifest, 'lists a file twice')] : []),
  ];
}

function kindTroubles(files: ReadonlyMap<string, Buffer>): readonly Trouble[] {
  const known = new Set<string>([...required, paths.attestation]);
  const strange = [...files.keys()].filter((path) => !known.has(path) && !isRecordPath(path));
  const lacking = required.filter((path) => !files.has(path));
  return [
    ...strange.map((path) => trouble(3, 'tampered', path, 'is no file of a bundle')),
    ...lacking.map((path) => trouble(3, 'tampered', path, 'is missing')),
    ...([...files.keys()].some(isRecordPath) ? [] : [trouble(3, 'tampered', 'record/', 'holds no record')]),
  ];
}

/** The value, or a list with what is wrong. */
function parsed<Schema extends z.ZodType>(
  files: ReadonlyMap<string, Buffer>,
  path: string,
  schema: Schema,
): z.output<Schema> | readonly Trouble[] {
  const bytes = files.get(path);
  if (bytes === undefined) return [trouble(3, 'tampered', path, 'is missing')];
  try {
    const result = schema.safeParse(JSON.parse(bytes.toString()));
    if (result.success) return result.data;
    return [trouble(3, 'tampered', path, z.prettifyError(result.error).replaceAll(/\s*\n\s*/g, ' '))];
  } catch {
    return [trouble(3, 'tampered', path, 'is no JSON')];
  }
}
