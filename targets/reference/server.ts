import { routeAs } from './as/route.ts';
import { createStore } from './as/store.ts';
import type { RoleContext } from './context.ts';
import type { Defects, Role } from './defects.ts';
import { mutants, type Mutant } from './mutants.ts';
import { listenAs } from './net/addresses.ts';
import { limitsOf } from './net/limits.ts';
import { listen, type Listener, type Manner, type Route } from './net/listen.ts';
import { headerLines, type Incoming, type Reply } from './net/message.ts';
import { nodesOf } from './net/nodes.ts';
import { strictPolicy, type Policy } from './policy.ts';
import { createNonceIssuer } from './proof/nonces.ts';
import { createReplayMemory } from './proof/replay.ts';
import { routeRs } from './rs/route.ts';
import { variants } from './variants.ts';

export { initialAccessToken } from './as/registration.ts';
export { subjectToken } from './as/grants.ts';
export { apiKey } from './rs/route.ts';
export { hasDefaultPort } from './net/addresses.ts';
export { referenceClients, referenceSigningJwk } from './as/clients.ts';

export interface ReferenceOptions {
  readonly asPort?: number;
  readonly rsPort?: number;
  readonly mutant?: string;
  /** Further mutants whose defects are planted too. */
  readonly also?: readonly string[];
  /** With a mutant, it replaces the variant that usually gets the defect. */
  readonly variant?: string;
  /** Changes the policy of the variant. */
  readonly policy?: Partial<Policy>;
  /** The address that it listens at. To its clients it is 127.0.0.1 all the same, because something in front has that one. */
  readonly host?: string;
}

export interface RunningReference {
  readonly issuer: string;
  readonly resourceBase: string;
  /** The origins of the servers behind each of the two names. Empty where there is only one server. */
  readonly replicas: Readonly<Record<Role, readonly string[]>>;
  close(): Promise<void>;
}

/** Starts an authorization server and a resource server that share one store, each at its own origin. */
export async function startReference(options: ReferenceOptions = {}): Promise<RunningReference> {
  const planted = [options.mutant ?? [], options.also ?? []].flat().map((id) => find(mutants, id, 'mutant'));
  const variant = options.variant ?? planted.find((mutant) => mutant.base !== undefined)?.base;
  const base = { ...policyOf(variant), ...options.policy };
  const asPolicy = ofRole('as', base, planted);
  const rsPolicy = ofRole('rs', base, planted);
  const { host = '127.0.0.1', asPort = 0, rsPort = 0 } = options;
  const [as, rs] = await listenAs(base.address, { host, shown: '127.0.0.1', asPort, rsPort });
  const store = createStore();
  const asDefects = defectsOf(planted, 'as');
  const rsDefects = defectsOf(planted, 'rs');
  const asNonces = createNonceIssuer(asPolicy.asNonce, asPolicy.nonceLifetime, asDefects);
  const rsNonces = base.nonceShared ? asNonces : createNonceIssuer(rsPolicy.rsNonce, rsPolicy.nonceLifetime, rsDefects);
  const asReplay = createReplayMemory(memorySeconds(asPolicy, asDefects), asDefects);
  const rsReplay =
    rsPolicy.replay === 'global' ? asReplay : createReplayMemory(memorySeconds(rsPolicy, rsDefects), rsDefects);
  const asMemory = { nonces: asNonces, foreignNonces: rsNonces, replay: asReplay };
  const rsMemory = { nonces: rsNonces, foreignNonces: asNonces, replay: rsReplay };
  const asPart = roleContext({ role: 'as', origin: as.origin, policy: asPolicy, defects: asDefects }, asMemory);
  const rsPart = roleContext({ role: 'rs', origin: rs.origin, policy: rsPolicy, defects: rsDefects }, rsMemory);
  const asContext = { ...asPart, store, resource: rs.origin };
  const rsContext = { ...rsPart, store, issuer: as.origin, firstTokens: new Map() };
  as.serve(behind(asContext, routeAs), mannerOf(asContext));
  rs.serve(behind(rsContext, routeRs), mannerOf(rsContext));
  const [asReplica, rsReplica] = await Promise.all([
    startReplica(host, asContext, (request, context) => routeAs(request, context)),
    startReplica(host, rsContext, (request, context) => routeRs(request, context)),
  ]);
  const close = async (): Promise<void> => {
    await Promise.all([as.close(), rs.close(), asReplica?.close(), rsReplica?.close()]);
  };
  const replicas = { as: bothOf(as, asReplica), rs: bothOf(rs, rsReplica) };
  return { issuer: as.origin, resourceBase: rs.origin, replicas, close };
}

/** A request with a proof passes what stands in front, and reaches one of the nodes. */
function behind<Context extends RoleContext>(
  context: Context,
  route: (request: Incoming, context: Context) => Promise<Reply>,
): Route {
  const [limit, node] = [limitsOf(context.policy), nodesOf(context)];
  return async (request) => {
    if (headerLines(request, 'dpop').length === 0) return route(request, context);
    return limit() ?? route(request, node());
  };
}

function bothOf({ origin }: Listener, replica: Listener | undefined): readonly string[] {
  return replica === undefined ? [] : [origin, replica.origin];
}

/** Starts a second server of the role at an origin of its own, for requests that name the first one. */
async function startReplica<Context extends RoleContext>(
  host: string,
  context: Context,
  route: (request: Incoming, context: Context) => Promise<Reply>,
): Promise<Listener | undefined> {
  const { policy, defects } = context;
  if (policy.replicas === 'none') return undefined;
  const replay =
    policy.replicas === 'sharing' ? context.replay : createReplayMemory(memorySeconds(policy, defects), defects);
  const listener = await listen(host, 0);
  listener.serve((request) => route(request, { ...context, replay }), mannerOf(context));
  return listener;
}

type Memory = Pick<RoleContext, 'nonces' | 'foreignNonces' | 'replay'>;

type Settings = Pick<RoleContext, 'role' | 'origin' | 'policy' | 'defects'>;

function roleContext(settings: Settings, memory: Memory): RoleContext {
  const kept = { ...memory, knownKeys: new Map(), challengedKeys: new Set<string>(), usedIds: new Set<string>() };
  const { asClock, rsClock } = settings.policy;
  const ahead = settings.role === 'as' ? asClock : rsClock;
  return { ...settings, ...kept, now: () => Date.now() / 1000 + ahead };
}

function mannerOf({ policy, now }: RoleContext): Manner {
  const { delayMs, connections, dateField } = policy;
  return { delayMs, connections, date: () => dateText(dateField, now()) };
}

function dateText(field: Policy['dateField'], now: number): string | undefined {
  switch (field) {
    case 'own-clock':
      return new Date(now * 1000).toUTCString();
    case 'nonsense':
      return 'a quarter past nine';
    case 'missing':
      return undefined;
    default:
      return new Date(Date.now() + field * 1000).toUTCString();
  }
}

function policyOf(variant: string | undefined): Policy {
  return variant === undefined ? strictPolicy : { ...strictPolicy, ...find(variants, variant, 'variant').policy };
}

/** A defect may be only another policy of its role. */
function ofRole(role: Role, policy: Policy, planted: readonly Mutant[]): Policy {
  const own = planted.filter((mutant) => mutant.role === role);
  return own.reduce((changed, mutant) => ({ ...changed, ...mutant.policy }), policy);
}

/** A jti is remembered until its proof can no longer be accepted, and some seconds more. */
function memorySeconds({ iatPast, iatFuture }: Policy, defects: Defects): number {
  if (defects.has('replay-memory-from-now')) return iatPast;
  if (defects.has('replay-memory-from-iat')) return iatPast / 2;
  return iatPast + iatFuture + 30;
}

function defectsOf(planted: readonly Mutant[], role: Role): Defects {
  return new Set(planted.filter((mutant) => mutant.role === role).map(({ defect }) => defect));
}

function find<Item extends { readonly id: string }>(items: readonly Item[], id: string, kind: string): Item {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new Error(`no such ${kind}: ${id}`);
  return item;
}
