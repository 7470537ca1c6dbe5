import { type Bench, secretOf } from '../../bench/bench.ts';
import { asIssuer } from '../../exchange/issuer-as.ts';
import type { TokenSource } from '../../target/descriptor/token-source.ts';
import { commandIssuer } from '../../target/issuers/command.ts';
import { envIssuer } from '../../target/issuers/env.ts';
import type { Issuer, Minter } from '../../target/issuers/issuer.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { createMinter, readSigningKey } from '../../target/issuers/mint.ts';

/** A source that can be opened once the bench is there: the others are servers that have to run before or beside it. */
export type OwnSource = Exclude<TokenSource, { from: 'descriptor' | 'mint' }>;

/** The source of access tokens for the resource server; `undefined` where there is no authorization server to ask. */
export async function ownIssuer(bench: Bench, source: OwnSource): Promise<Issuer | undefined> {
  const { loaded } = bench;
  switch (source.from) {
    case 'as':
      return bench.as === undefined ? undefined : asIssuer(bench, source.client);
    case 'env':
      return envIssuer(source, (name) => secretOf(bench, name), loaded.path);
    case 'command':
      return commandIssuer(source, loaded.directory);
    default:
      source satisfies never;
      return undefined;
  }
}

/** Signs as the issuer whose private key the descriptor holds (`rs.mint`). */
export async function heldMinter(
  { descriptor, secrets, path }: LoadedDescriptor,
  now: () => number,
): Promise<Minter | undefined> {
  const held = descriptor.rs?.mint;
  if (held === undefined) return undefined;
  const where = `${path}: rs.mint.key: environment variable ${held.key.env}`;
  const key = await readSigningKey(secrets.get(held.key.env) ?? '', where);
  return createMinter({ issuer: held.issuer, key, claims: held, now });
}
