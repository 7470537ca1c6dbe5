import { join, relative, resolve } from 'node:path';
import { examine } from '../doctor/examine.ts';
import type { Line } from '../doctor/line.ts';
import { metadataLines } from '../doctor/metadata.ts';
import { networkLines } from '../doctor/network.ts';
import type { Edit } from '../errors.ts';
import { createKeyPool } from '../proof/keys.ts';
import { Descriptor } from '../target/descriptor.ts';
import { editDescriptor } from '../target/edit-descriptor.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { exitCodeOfExamination } from '../verdict/exit-code.ts';
import type { Host } from './host.ts';
import { loadTargets } from './input/load-targets.ts';
import { evidenceBeside } from './recording/evidence.ts';
import { survey } from './survey.ts';

export type DoctorRequest = {
  /** Paths of descriptors. */
  readonly descriptors: readonly string[];
  /** Each thing that was looked at, as soon as it was. */
  readonly onLine: (target: string, line: Line) => void;
};

export type Examined = { readonly target: string; readonly path: string; readonly lines: readonly Line[] };

export type Diagnosis = { readonly examined: readonly Examined[]; readonly exitCode: number };

/**
 * Looks at targets as a run would meet them. Judges no rule, and writes nothing but a picture of a page where a login in a browser
 * is stuck, in the host's folder.
 */
export async function examineTargets(host: Host, { descriptors, onLine }: DoctorRequest): Promise<Diagnosis> {
  const targets = await loadTargets(host, descriptors);
  const examined: Examined[] = [];
  for (const loaded of targets) {
    const lines: Line[] = [];
    const { env, signal, cwd, events } = host;
    const saveEvidence = evidenceBeside(join(cwd, 'x'));
    const surroundings = { env, signal, keys: createKeyPool(), unmasked: false, log: events.log, saveEvidence };
    for await (const line of examine(loaded, surroundings)) {
      if (signal.aborted) break;
      lines.push(line);
      onLine(loaded.descriptor.name, line);
    }
    examined.push({ target: loaded.descriptor.name, path: loaded.path, lines });
  }
  return { examined, exitCode: exitCodeOf(examined, host.signal) };
}

/** What can be said of an issuer, or of a resource that names one, before there is a descriptor. */
export async function examineUrl(host: Host, url: string, onLine: DoctorRequest['onLine']): Promise<Diagnosis> {
  const { issuer, endpoints, resource, remarks } = await survey({ url });
  const lines: Line[] = [];
  const add = (line: Line): void => {
    lines.push(line);
    onLine(url, line);
  };
  const loaded = described(issuer, resource);
  for await (const line of networkLines(loaded, host.signal)) add(line);
  for (const saw of remarks) add({ part: 'metadata', standing: 'look', saw });
  if (endpoints !== undefined) for (const line of metadataLines(endpoints, loaded.descriptor, loaded.where)) add(line);
  const examined = [{ target: url, path: url, lines }];
  return { examined, exitCode: exitCodeOf(examined, host.signal) };
}

/** A descriptor of what is known, without clients. */
function described(issuer: string | undefined, resource: string | undefined): LoadedDescriptor {
  const clients = [{ id: 'none', auth: 'none', grants: ['client_credentials'] }];
  const descriptor = Descriptor.parse({
    name: 'survey',
    ...(issuer === undefined ? {} : { as: { issuer, clients } }),
    ...(resource === undefined
      ? {}
      : { rs: { resources: [{ url: resource }], token: { from: 'env', token: { env: 'T' }, key: { env: 'K' } } } }),
  });
  const { as } = descriptor;
  return {
    path: '',
    directory: '',
    digest: '',
    text: '',
    descriptor: { ...descriptor, ...(as === undefined ? {} : { as: { ...as, clients: [] } }) },
    secrets: new Map(),
    where: () => '',
    lines: {},
  };
}

function exitCodeOf(examined: readonly Examined[], signal: AbortSignal): number {
  const isReady = examined.every(({ lines }) => lines.every(({ standing }) => standing !== 'bad'));
  return exitCodeOfExamination({ isReady, isInterrupted: signal.aborted });
}

/** What a descriptor would be given. */
export function editsOf({ lines }: Examined): readonly Edit[] {
  return lines.flatMap(({ edit }) => edit ?? []);
}

/** Writes it into the file. Returns its path, relative to the host's folder. */
export async function applyEdits({ cwd }: Host, { path }: Examined, edits: readonly Edit[]): Promise<string> {
  const file = resolve(cwd, path);
  await editDescriptor(file, edits);
  return relative(cwd, file);
}
