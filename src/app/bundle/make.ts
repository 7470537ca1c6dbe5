import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { attestationOf } from '../../bundle/attestation.ts';
import { type Key, signEnvelope, signingKey, UnfitKey } from '../../bundle/dsse.ts';
import { manifestOf, paths } from '../../bundle/layout.ts';
import { pack } from '../../bundle/zip/pack.ts';
import { HarnessError } from '../../errors.ts';
import { writeOutput } from '../../output.ts';
import type { Product } from '../../record/described.ts';
import type { Part } from '../../record/shards.ts';
import { type LevelStanding, levelsOf } from '../../verdict/levels/levels.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import type { Host } from '../host.ts';
import { readVersion } from '../version.ts';
import { derivedFiles } from './contents.ts';
import { together } from './read-records.ts';

export type BundleRequest = {
  /** The record of a run, or those of all its shards. */
  readonly records: readonly string[];
  readonly out?: string | undefined;
  /** The file of a private JWK. By default the variable PROOFMARK_SIGNING_KEY, where it is set. */
  readonly key?: string | undefined;
};

export type Bundled = {
  /** Relative to the host's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly levels: readonly LevelStanding[];
  readonly signedBy: string | undefined;
  /** What a receiver will ask about. */
  readonly remarks: readonly string[];
};

export const keyVariable = 'PROOFMARK_SIGNING_KEY';

/**
 * Makes a bundle of the records of one run.
 *
 * @throws HarnessError `ERR_USAGE` where they are not those of one run, or the key is none
 */
export async function makeBundle(host: Pick<Host, 'cwd' | 'env'>, request: BundleRequest): Promise<Bundled> {
  const { cwd } = host;
  const key = await keyOf(host, request.key);
  const parts: Part[] = [];
  for (const path of request.records) {
    const file = resolve(cwd, path);
    parts.push({ file: relative(cwd, file) || path, record: await readCheckedRecord(file) });
  }
  const all = together(parts);
  const product = productOf(parts);
  const files = new Map<string, Uint8Array>();
  for (const [path, text] of derivedFiles(all, product, { signedBy: key?.id })) files.set(path, Buffer.from(text));
  for (const { path, part } of all.records) files.set(path, await readFile(resolve(cwd, part.file)));
  const created = all.record.finished?.finishedAt ?? all.record.started.startedAt;
  const manifest = manifestOf(files, { tool: `proofmark ${readVersion()}`, created });
  files.set(paths.manifest, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  if (key !== undefined) {
    const statement = Buffer.from(JSON.stringify(attestationOf(all.record, product, files)));
    files.set(paths.attestation, Buffer.from(`${JSON.stringify(signEnvelope(statement, key), null, 2)}\n`));
  }
  const name = request.out ?? nameOf(product, all.record.started.profiles);
  const bytes = pack(files);
  await writeOutput(resolve(cwd, name), bytes);
  const levels = levelsOf(all.record);
  return { path: name, bytes: bytes.length, levels, signedBy: key?.id, remarks: remarksOn(product, parts) };
}

/** @throws HarnessError `ERR_USAGE` */
async function keyOf({ cwd, env }: Pick<Host, 'cwd' | 'env'>, file: string | undefined): Promise<Key | undefined> {
  const text = file === undefined ? env[keyVariable] || undefined : await readKeyFile(cwd, file);
  if (text === undefined) return undefined;
  try {
    return await signingKey(text);
  } catch (error) {
    if (!(error instanceof UnfitKey)) throw error;
    throw new HarnessError('ERR_USAGE', `${file ?? keyVariable}: ${error.message}`);
  }
}

/** @throws HarnessError `ERR_USAGE` */
export async function readKeyFile(cwd: string, file: string): Promise<string> {
  return readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw new HarnessError('ERR_USAGE', `${file}: the key cannot be read`, { cause });
  });
}

function productOf(parts: readonly Part[]): Product {
  const targets = parts.flatMap(({ record }) => record.started.targets);
  const names = new Set(targets.map(({ name }) => name));
  const [first] = targets;
  if (names.size !== 1 || first === undefined)
    throw new HarnessError('ERR_USAGE', `a bundle is about one target, and the record has ${[...names].join(', ')}`, {
      advice: { fix: 'run each target by itself' },
    });
  if (first.product !== undefined) return first.product;
  throw new HarnessError('ERR_USAGE', `${first.descriptor} does not name the product that was tested`, {
    advice: { fix: 'write product: into it (proofmark init --product asks for it), and run again' },
  });
}

function remarksOn({ version, artifact, contact }: Product, parts: readonly Part[]): readonly string[] {
  return [
    ...(version === undefined ? ['the product has no version: no level is given to it'] : []),
    ...(artifact === undefined
      ? ['the product has no artifact digest: nobody can hold the evidence against what was shipped']
      : []),
    ...(contact === undefined ? ['the product has no contact'] : []),
    ...(parts.some(({ record }) => record.finished === undefined)
      ? ['the run has no end: no level is given to it']
      : []),
  ];
}

function nameOf({ project, version = 'unversioned' }: Product, profiles: readonly string[]): string {
  const words = [project, version, profiles.join('+') || 'core'];
  return `${words.map((word) => word.replaceAll(/[^A-Za-z0-9.+_-]+/g, '-').replace(/^\.+/, '')).join('-')}.proofmark.zip`;
}
