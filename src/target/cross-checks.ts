import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { didYouMean } from '../document/nearest.ts';
import { printable } from '../document/printable.ts';
import type { Path, Problem } from '../document/source.ts';
import { privateJwkProblem } from './secrets.ts';

/** The parts of a descriptor that these checks need. Nothing is required, so that they also work on a faulty one. */
const text = z.string().optional().catch(undefined);
const reference = z.object({ env: z.string() }).optional().catch(undefined);
const Client = z.object({ id: text, auth: text, key: reference }).catch({});
const As = z
  .object({ clients: z.array(Client).catch([]), introspectionClient: text })
  .optional()
  .catch(undefined);
const Token = z.object({ from: text, client: text, key: reference, path: text }).catch({});
const Mint = z.object({ key: reference }).optional().catch(undefined);
const Rs = z.object({ token: Token.optional(), mint: Mint }).optional().catch(undefined);
const Tls = z.object({ ca: text }).optional().catch(undefined);
const Outline = z.object({ as: As, rs: Rs, tls: Tls, waivers: text }).catch({});
type Outline = z.output<typeof Outline>;

/** Faults that no single field shows: an id used twice, a name of no client, a value that is no key, a missing file. */
export async function crossChecks(
  value: unknown,
  directory: string,
  secrets: ReadonlyMap<string, string>,
): Promise<Problem[]> {
  const outline = Outline.parse(value);
  return [
    ...duplicateClients(outline),
    ...unknownClients(outline),
    ...privateKeys(outline, secrets),
    ...(await caProblems(outline.tls?.ca, directory)),
    ...(await missingFile(outline.waivers, ['waivers'], directory)),
    ...(await missingFile(outline.rs?.token?.path, ['rs', 'token', 'path'], directory)),
  ];
}

function duplicateClients(outline: Outline): Problem[] {
  const ids = (outline.as?.clients ?? []).map(({ id }) => id);
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (id === undefined || first === index) return [];
    const message = `the id "${printable(id)}" is already that of as.clients[${first}]; each client has its own`;
    return [{ path: ['as', 'clients', index, 'id'], message }];
  });
}

function unknownClients(outline: Outline): Problem[] {
  const ids = (outline.as?.clients ?? []).flatMap(({ id }) => (id === undefined ? [] : [id]));
  const token = outline.rs?.token;
  const named: readonly (readonly [Path, string | undefined])[] = [
    [['as', 'introspectionClient'], outline.as?.introspectionClient],
    [['rs', 'token', 'client'], token?.from === 'as' ? token.client : undefined],
  ];
  return named.flatMap(([path, name]) => {
    if (name === undefined || outline.as === undefined || ids.includes(name)) return [];
    const known = [...new Set(ids)].map((id) => printable(id)).join(', ');
    return [
      {
        path,
        message: `expected the id of a client of as: (${known}), got "${printable(name)}"${didYouMean(name, ids)}`,
      },
    ];
  });
}

function privateKeys(outline: Outline, secrets: ReadonlyMap<string, string>): Problem[] {
  const clients = (outline.as?.clients ?? []).map(({ auth, key }, index) => ({
    path: ['as', 'clients', index, 'key'],
    name: auth === 'private_key_jwt' ? key?.env : undefined,
  }));
  const token = outline.rs?.token;
  const bound = { path: ['rs', 'token', 'key'], name: token?.from === 'env' ? token.key?.env : undefined };
  const minting = { path: ['rs', 'mint', 'key'], name: outline.rs?.mint?.key?.env };
  return [...clients, bound, minting].flatMap(({ path, name }) => {
    const held = name === undefined ? undefined : secrets.get(name);
    const fault = held === undefined ? undefined : privateJwkProblem(held);
    return fault === undefined ? [] : [{ path, message: `environment variable ${name} ${fault}` }];
  });
}

async function caProblems(ca: string | undefined, directory: string): Promise<Problem[]> {
  if (ca === undefined) return [];
  const missing = await missingFile(ca, ['tls', 'ca'], directory);
  if (missing.length > 0) return missing;
  try {
    const certificate = new X509Certificate(await readFile(resolve(directory, ca)));
    return certificate.raw.length === 0 ? [noCertificate(ca)] : [];
  } catch {
    return [noCertificate(ca)];
  }
}

function noCertificate(ca: string): Problem {
  const message = `expected a file with a PEM certificate, got "${printable(ca)}", which holds none`;
  return { path: ['tls', 'ca'], message };
}

async function missingFile(file: string | undefined, path: Path, directory: string): Promise<Problem[]> {
  if (file === undefined) return [];
  try {
    await readFile(resolve(directory, file));
    return [];
  } catch (cause) {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'EISDIR' ? 'is a directory' : 'cannot be read';
    return [
      {
        path,
        message: `expected a file, got "${printable(file)}", which ${reason} (paths count from the descriptor's folder)`,
      },
    ];
  }
}
