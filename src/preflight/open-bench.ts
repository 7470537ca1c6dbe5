import { offerOf } from '../bench/offer.ts';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openLogin, type Login } from '../login/login.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { ExchangeEvent, RecordEvent } from '../record/schema.ts';
import { allowedHosts, isLoopback } from '../target/allowed-hosts.ts';
import { discover, discoverResource, type AsEndpoints } from '../target/discover.ts';
import { commandIssuer } from '../target/issuer-command.ts';
import { envIssuer } from '../target/issuer-env.ts';
import { mintIssuer } from '../target/issuer-mint.ts';
import type { Issuer, Minter } from '../target/issuer.ts';
import { launch, type Launched } from '../target/launch.ts';
import { createMinter, readSigningKey } from '../target/mint.ts';
import { freePort } from '../target/ports.ts';
import { loadDescriptor, type LoadedDescriptor } from '../target/load-descriptor.ts';
import { createWire } from '../wire/client.ts';
import { createRedactor, type Redactor } from '../wire/redact.ts';
import type { Wire } from '../wire/types.ts';
import { type Bench, secretOf, type WatchedExchange } from '../bench/bench.ts';
import type { Facts } from '../bench/facts.ts';
import { asIssuer } from '../exchange/issuer-as.ts';
import { type Canary, startCanary } from '../bench/canary.ts';
import { createMutex } from '../bench/mutex.ts';
import { createNonceStore } from '../bench/nonces.ts';
import { createPulse } from '../bench/pulse.ts';
import { patientWire } from '../bench/throttle.ts';
import { createVigil } from '../bench/vigil.ts';

export type BenchOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly unmasked: boolean;
  readonly keys: KeyPool;
  readonly emit: (event: RecordEvent) => void;
  readonly watch: (event: ExchangeEvent, seen: WatchedExchange) => void;
  readonly log: (line: string) => void;
  /** Writes evidence beside the record; answers the name of the file. */
  readonly saveEvidence?: (name: string, ending: string, content: Uint8Array) => Promise<string>;
};

export type OpenedBench = { readonly bench: Bench; readonly close: () => Promise<void> };

type Closer = () => Promise<void>;

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
    const bench = await prepare(loaded, options, closers);
    return { bench, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(loaded: LoadedDescriptor, options: BenchOptions, closers: Closer[]): Promise<Bench> {
  const { descriptor } = loaded;
  // A minting issuer must be up before a resource server that reads its keys at start.
  const minted = descriptor.rs?.token.from === 'mint' ? await mintIssuer(descriptor.rs.token) : undefined;
  if (minted !== undefined) closers.push(minted.close);
  const launched = await launchAll(loaded, options);
  if (launched !== undefined) closers.push(launched.stop);
  const wire = stoppable(await openWire(loaded), options.signal);
  closers.push(wire.close);
  const allowed = allowedHosts(descriptor);
  const as = descriptor.as === undefined ? undefined : await discover(descriptor.as, wire, { allowed });
  const mint = minted?.mint ?? (await heldIssuer(loaded));
  const canary = await openCanary(loaded, as, closers);
  const bench = await assemble(loaded, options, closers, { wire, as, canary, mint });
  const issuer = minted ?? (await openIssuer(bench, options, closers));
  if (issuer !== undefined) bench.issuer = issuer;
  return bench;
}

async function heldIssuer({ descriptor, secrets, path }: LoadedDescriptor): Promise<Minter | undefined> {
  const held = descriptor.rs?.mint;
  if (held === undefined) return undefined;
  const where = `${path}: rs.mint.key: environment variable ${held.key.env}`;
  return createMinter(held.issuer, await readSigningKey(secrets.get(held.key.env) ?? '', where), held);
}

/** Everything that goes out stops at an interrupt, discovery included. */
function stoppable(wire: Wire, signal: AbortSignal): Wire {
  return {
    ...wire,
    send: (request) => wire.send(request, signal),
    burst: (requests) => wire.burst(requests, signal),
  };
}

async function launchAll(loaded: LoadedDescriptor, options: BenchOptions): Promise<Launched | undefined> {
  const { launch: wanted } = loaded.descriptor;
  if (wanted === undefined) return undefined;
  return launch(Array.isArray(wanted) ? wanted : [wanted], {
    cwd: loaded.directory,
    env: { ...options.env, ...Object.fromEntries(loaded.secrets) },
    signal: options.signal,
    log: options.log,
  });
}

async function openWire({ descriptor, directory }: LoadedDescriptor): Promise<Wire> {
  const { limits, tls } = descriptor;
  const ca = tls.ca === undefined ? undefined : await readFile(resolve(directory, tls.ca), 'utf8');
  return createWire({
    allowedHosts: allowedHosts(descriptor),
    timeoutMs: limits.timeoutSeconds * 1000,
    maxBodyBytes: limits.maxBodyBytes,
    maxFieldBytes: 65_536,
    connections: limits.concurrency * 2,
    ...(limits.requestsPerSecond === undefined ? {} : { requestsPerSecond: limits.requestsPerSecond }),
    ...(limits.maxRequests === undefined ? {} : { maxRequests: limits.maxRequests }),
    ...(ca === undefined ? {} : { ca }),
  });
}

async function openCanary(
  { descriptor }: LoadedDescriptor,
  as: AsEndpoints | undefined,
  closers: Closer[],
): Promise<Canary | undefined> {
  const urls = [...(as === undefined ? [] : [as.token]), ...(descriptor.rs?.resources ?? []).map(({ url }) => url)];
  if (!urls.every(isLoopback)) return undefined;
  const canary = await startCanary();
  closers.push(canary.close);
  return canary;
}

type Parts = {
  readonly wire: Wire;
  readonly as: AsEndpoints | undefined;
  readonly canary: Canary | undefined;
  readonly mint: Minter | undefined;
};

async function assemble(
  loaded: LoadedDescriptor,
  options: BenchOptions,
  closers: Closer[],
  { wire, as, canary, mint }: Parts,
): Promise<Bench> {
  const { descriptor, secrets } = loaded;
  const redactor = createRedactor({ unmasked: options.unmasked });
  for (const [name, value] of secrets) redactor.add(value, name);
  const pause = { until: 0 };
  const asking = createPulse(wire, options.signal);
  const vigil = createVigil(wire, asking.life, options.signal);
  const patient = patientWire(vigil.wire, { pause, signal: options.signal });
  return {
    loaded,
    wire: vigil.wire,
    redactor,
    ...(as === undefined ? {} : { as }),
    ...(mint === undefined ? {} : { mint }),
    resources: descriptor.rs?.resources ?? [],
    offer: offerOf(loaded, as),
    ...(await publishedMetadata(descriptor.rs?.resource, wire)),
    keys: options.keys,
    nonces: createNonceStore(),
    serial: new Map(),
    facts: noFacts(),
    ...(canary === undefined ? {} : { canary }),
    user: await openUser(loaded, options, patient, redactor, closers),
    login: createMutex(),
    emit: options.emit,
    signal: options.signal,
    pause,
    pulse: { ...asking, life: vigil.life },
    vigil,
    watch: options.watch,
    nextExchangeId: exchangeIds(descriptor.name),
  };
}

async function openUser(
  { descriptor, path, secrets }: LoadedDescriptor,
  options: BenchOptions,
  wire: Wire,
  redactor: Redactor,
  closers: Closer[],
): Promise<Login> {
  const { saveEvidence } = options;
  const user = await openLogin({
    login: descriptor.login,
    path,
    secrets,
    wire,
    maxBodyBytes: descriptor.limits.maxBodyBytes,
    env: options.env,
    signal: options.signal,
    mask: redactor.text,
    ...(saveEvidence === undefined
      ? {}
      : { keep: async (picture) => saveEvidence(`${descriptor.name}-login`, 'png', picture) }),
  });
  closers.push(user.close);
  return user;
}

async function publishedMetadata(resource: string | undefined, wire: Wire): Promise<Pick<Bench, 'rsMetadata'>> {
  if (resource === undefined) return {};
  const { metadata, metadataUrl } = await discoverResource(resource, wire);
  return { rsMetadata: { url: metadataUrl, ...(metadata === undefined ? {} : { document: metadata }) } };
}

function noFacts(): Facts {
  return {
    clockOffset: 0,
    clockInStep: true,
    nonce: {},
    nonceOptional: new Set(),
    mediaTypes: new Map(),
    proofAlg: {},
    pushedOnly: new Map(),
    iatWindows: new Map(),
    iatEdges: new Map(),
    blocked: new Map(),
    absent: new Map(),
    proofRefused: new Set(),
  };
}

/** Counted by instance, so that ids do not depend on which case was quicker. */
function exchangeIds(target: string): Bench['nextExchangeId'] {
  const counters = new Map<string, number>();
  return (instance) => {
    const next = (counters.get(instance) ?? 0) + 1;
    counters.set(instance, next);
    return `${target}/${instance}#${next}`;
  };
}

async function openIssuer(bench: Bench, options: BenchOptions, closers: Closer[]): Promise<Issuer | undefined> {
  const { loaded } = bench;
  const source = loaded.descriptor.rs?.token ?? { from: 'as' as const };
  switch (source.from) {
    case 'as':
      return bench.as === undefined ? undefined : asIssuer(bench, source.client);
    case 'env':
      return envIssuer(source, (name) => secretOf(bench, name), loaded.path);
    case 'command':
      return commandIssuer(source, loaded.directory);
    case 'descriptor':
      return otherIssuer(resolve(loaded.directory, source.path), source.client, options, closers);
    case 'mint':
      return undefined;
    default:
      source satisfies never;
      return undefined;
  }
}

/** The authorization server of another descriptor, launched and found as that one says. */
async function otherIssuer(
  path: string,
  client: string | undefined,
  options: BenchOptions,
  closers: Closer[],
): Promise<Issuer> {
  const other = await loadDescriptor(path, { env: options.env, port: freePort });
  const { bench: source, close } = await openBench(other, { ...options, emit: () => {}, watch: () => {} });
  closers.push(close);
  const issuer = asIssuer(source, client);
  return { ...issuer, close: async () => {} };
}
