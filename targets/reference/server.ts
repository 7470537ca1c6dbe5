import { routeAs } from './as/route.ts';
import { createStore } from './as/store.ts';
import type { RoleContext } from './context.ts';
import type { Defects, Role } from './defects.ts';
import { mutants, type Mutant } from './mutants.ts';
import { listen } from './net/listen.ts';
import { strictPolicy, type Policy } from './policy.ts';
import { createNonceIssuer, type NonceIssuer } from './proof/nonces.ts';
import { createReplayMemory, type ReplayMemory } from './proof/replay.ts';
import { routeRs } from './rs/route.ts';
import { variants } from './variants.ts';

export { referenceClients, referenceSigningJwk } from './as/clients.ts';

export interface ReferenceOptions {
  readonly asPort?: number;
  readonly rsPort?: number;
  readonly mutant?: string;
  /** Together with a mutant it replaces the variant that the defect is usually planted in. */
  readonly variant?: string;
  readonly host?: '127.0.0.1';
}

export interface RunningReference {
  readonly issuer: string;
  readonly resourceBase: string;
  close(): Promise<void>;
}

/** Starts an authorization server and a resource server that share one store, each at its own origin. */
export async function startReference(options: ReferenceOptions = {}): Promise<RunningReference> {
  const mutant = options.mutant === undefined ? undefined : find(mutants, options.mutant, 'mutant');
  const policy = policyOf(options.variant ?? mutant?.base);
  const { host = '127.0.0.1', asPort = 0, rsPort = 0 } = options;
  const [as, rs] = await Promise.all([listen(host, asPort), listen(host, rsPort)]);
  const store = createStore();
  const asDefects = defectsOf(mutant, 'as');
  const rsDefects = defectsOf(mutant, 'rs');
  const asNonces = createNonceIssuer(policy.asNonce, asDefects);
  const rsNonces = createNonceIssuer(policy.rsNonce, rsDefects);
  const asReplay = createReplayMemory(memorySeconds(policy), asDefects);
  const rsReplay = policy.replay === 'global' ? asReplay : createReplayMemory(memorySeconds(policy), rsDefects);
  const asPart = {
    role: 'as',
    origin: as.origin,
    nonces: asNonces,
    foreignNonces: rsNonces,
    replay: asReplay,
  } as const;
  const rsPart = {
    role: 'rs',
    origin: rs.origin,
    nonces: rsNonces,
    foreignNonces: asNonces,
    replay: rsReplay,
  } as const;
  const asContext = { ...roleContext(asPart, policy, asDefects), store, resource: rs.origin };
  const rsContext = { ...roleContext(rsPart, policy, rsDefects), store, issuer: as.origin };
  as.serve((request) => routeAs(request, asContext), policy.delayMs);
  rs.serve((request) => routeRs(request, rsContext), policy.delayMs);
  const close = async (): Promise<void> => {
    await Promise.all([as.close(), rs.close()]);
  };
  return { issuer: as.origin, resourceBase: rs.origin, close };
}

interface Part {
  readonly role: Role;
  readonly origin: string;
  readonly nonces: NonceIssuer;
  readonly foreignNonces: NonceIssuer;
  readonly replay: ReplayMemory;
}

function roleContext(part: Part, policy: Policy, defects: Defects): RoleContext {
  const now = (): number => Date.now() / 1000;
  return { ...part, policy, defects, knownKeys: new Map(), challengedKeys: new Set(), now };
}

function policyOf(variant: string | undefined): Policy {
  return variant === undefined ? strictPolicy : { ...strictPolicy, ...find(variants, variant, 'variant').policy };
}

/** A jti is remembered until its proof could no longer be accepted, and some seconds more. */
function memorySeconds({ iatPast, iatFuture }: Policy): number {
  return iatPast + iatFuture + 30;
}

function defectsOf(mutant: Mutant | undefined, role: Role): Defects {
  return new Set(mutant?.role === role ? [mutant.defect] : []);
}

function find<Item extends { readonly id: string }>(items: readonly Item[], id: string, kind: string): Item {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new Error(`no such ${kind}: ${id}`);
  return item;
}
