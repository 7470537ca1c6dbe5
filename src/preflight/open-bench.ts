import { resolve } from 'node:path';
import type { Bench } from '../bench/bench.ts';
import { noFacts, serverNow } from '../bench/facts.ts';
import { asIssuer } from '../exchange/issuer-as.ts';
import { unregister } from '../exchange/unregister.ts';
import { allowedHosts } from '../target/allowed-hosts.ts';
import type { TokenSource } from '../target/descriptor/token-source.ts';
import { discover } from '../target/discover.ts';
import { mintIssuer } from '../target/issuers/mint-server.ts';
import type { Issuer } from '../target/issuers/issuer.ts';
import { loadDescriptor, type LoadedDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { assemble } from './open-bench/assemble.ts';
import { openCanary } from './open-bench/canary.ts';
import { heldMinter, ownIssuer } from './open-bench/issuer.ts';
import { launchServers } from './open-bench/launched.ts';
import type { BenchOptions, Closer, Opening } from './open-bench/opening.ts';
import { openWire } from './open-bench/wire.ts';

export type OpenedBench = { readonly bench: Bench; readonly close: () => Promise<void> };

/**
 * Starts what the descriptor launches, finds the endpoints, and readies the source of access tokens.
 * @throws HarnessError when the target cannot be started, found or reached
 */
export async function openBench(loaded: LoadedDescriptor, options: BenchOptions): Promise<OpenedBench> {
  const closers: Closer[] = [];
  const close: Closer = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const bench = await open({ loaded, options, closers });
    return { bench, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(opening: Opening): Promise<Bench> {
  const { loaded, closers } = opening;
  const { as: described, rs } = loaded.descriptor;
  const facts = noFacts();
  const now = (): number => serverNow(facts, 'rs');
  // A minting issuer must be up before a resource server that reads its keys at start.
  const minting = rs?.token.from === 'mint' ? await mintIssuer(rs.token, now) : undefined;
  if (minting !== undefined) closers.push(minting.close);
  await launchServers(opening);
  const { wire, last } = await openWire(opening);
  const allowed = allowedHosts(loaded.descriptor);
  const as = described === undefined ? undefined : await discover(described, wire, { allowed });
  const mint = minting?.mint ?? (await heldMinter(loaded, now));
  const canary = await openCanary(opening, as);
  const bench = await assemble(opening, { wire, as, canary, mint, facts });
  closers.push(() => unregister(bench, last, opening.options.log));
  const issuer = minting ?? (await openIssuer(opening, bench));
  if (issuer !== undefined) bench.issuer = issuer;
  return bench;
}

async function openIssuer(opening: Opening, bench: Bench): Promise<Issuer | undefined> {
  const source: TokenSource = opening.loaded.descriptor.rs?.token ?? { from: 'as' };
  if (source.from === 'mint') return undefined;
  return source.from === 'descriptor' ? foreignIssuer(opening, source, bench) : ownIssuer(bench, source);
}

/** The authorization server of another descriptor, which is launched and found as that descriptor says. */
async function foreignIssuer(
  { loaded, options, closers }: Opening,
  source: Extract<TokenSource, { from: 'descriptor' }>,
  opened: Bench,
): Promise<Issuer> {
  const path = resolve(loaded.directory, source.path);
  const other = await loadDescriptor(path, { env: options.env, port: freePort });
  const { bench, close } = await openBench(other, { ...options, emit: () => {}, watch: () => {} });
  closers.push(close);
  opened.issuing = bench;
  return { ...asIssuer(bench, source.client), close: async () => {} };
}
