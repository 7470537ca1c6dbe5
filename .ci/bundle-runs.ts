import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from './command.ts';
import { descriptorOf, type OwnTarget } from './own-targets.ts';

/** A run whose bundle is honest, and therefore has to be verified. */
export type HonestRun = {
  readonly name: string;
  readonly target: OwnTarget | 'reference-client';
  readonly profiles?: string;
  /** Further options of `proofmark run`, and of the server or client that is launched. */
  readonly flags?: readonly string[];
  readonly launch?: readonly string[];
  /** Into how many runs it is dealt. */
  readonly shards?: number;
  readonly isSigned?: true;
  readonly isSampled?: true;
};

/** Lawful servers whose records differ in kind: nonces, clocks, tokens that cannot be read, replicas, answers that are lost. */
const variants = [
  'nonce-required',
  'nonce-rotating',
  'clock-hour-ahead',
  'opaque-tokens',
  'replicas',
  'connections-lost',
  'registration-open',
  'no-metadata',
];

export const honestRuns: readonly HonestRun[] = [
  { name: 'reference', target: 'reference', isSigned: true },
  { name: 'reference-strict', target: 'reference', flags: ['--strict', '--quirks'] },
  { name: 'reference-fapi2', target: 'reference', profiles: 'fapi2', isSampled: true },
  { name: 'reference-haip', target: 'reference', profiles: 'haip', isSigned: true },
  { name: 'reference-atproto', target: 'reference', profiles: 'atproto' },
  { name: 'reference-solid', target: 'reference', profiles: 'solid' },
  { name: 'reference-camara-mcp', target: 'reference', profiles: 'camara,mcp' },
  { name: 'reference-shards', target: 'reference', shards: 3, isSigned: true, isSampled: true },
  { name: 'reference-no-fuzz', target: 'reference', flags: ['--no-fuzz'] },
  { name: 'oidc-provider', target: 'oidc-provider', isSigned: true },
  { name: 'oidc-provider-fapi2', target: 'oidc-provider', profiles: 'fapi2' },
  { name: 'oidc-provider-preset', target: 'oidc-provider', profiles: 'oidc-provider' },
  { name: 'oidc-provider-shards', target: 'oidc-provider', shards: 2 },
  { name: 'express', target: 'express-oauth2-jwt-bearer', isSampled: true },
  { name: 'express-mcp', target: 'express-oauth2-jwt-bearer', profiles: 'mcp', isSigned: true },
  { name: 'express-auth0', target: 'express-oauth2-jwt-bearer', profiles: 'auth0' },
  ...variants.map((variant): HonestRun => ({
    name: `variant-${variant}`,
    target: 'reference',
    launch: ['--variant', variant],
  })),
  { name: 'client', target: 'reference-client', isSigned: true, isSampled: true },
  { name: 'client-fapi2', target: 'reference-client', profiles: 'fapi2' },
  // Evidence of a defect is honest too.
  { name: 'client-mutant', target: 'reference-client', launch: ['--mutant', 'token-nonce-not-retried'] },
  { name: 'mutant-typ', target: 'reference', launch: ['--mutant', 'as-typ-missing-accepted'], isSampled: true },
  { name: 'mutant-crash', target: 'reference', launch: ['--mutant', 'rs-deep-json-exit'], flags: ['--no-fuzz'] },
];

const ownProduct = { organization: 'Proofmark', project: 'Reference', version: '1.0.0' };

const descriptorSchema = z.looseObject({
  waivers: z.string().optional(),
  launch: z.union([
    z.looseObject({ command: z.array(z.string()) }),
    z.array(z.looseObject({ command: z.array(z.string()) })),
  ]),
});

/** A descriptor of the project, as it reads from another folder; the program is given further options. */
export async function described(name: HonestRun['target'], options: readonly string[]): Promise<string> {
  if (name === 'reference-client') {
    const command = ['node', path.join(root, 'targets/reference-client/main.ts'), ...options];
    return JSON.stringify({ name, role: 'client', product: ownProduct, command });
  }
  const file = descriptorOf(name);
  const folder = path.dirname(file);
  const text = await readFile(file, 'utf8');
  const { launch, waivers, ...rest } = descriptorSchema.parse(parse(text));
  const launched = [launch].flat().map(({ command: [program = '', script = '', ...args], ...one }) => ({
    ...one,
    command: [program, path.join(folder, script), ...args, ...options],
  }));
  return JSON.stringify({
    product: ownProduct,
    ...rest,
    ...(waivers === undefined ? {} : { waivers: path.join(folder, waivers) }),
    launch: launched,
  });
}
