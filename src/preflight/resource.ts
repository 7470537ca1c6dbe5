import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import type { Session } from '../bench/session.ts';
import type { Sent } from '../exchange/sent.ts';
import type { Op } from '../plan/ops.ts';
import { type ResourceDescriptor, resourceKey } from '../target/descriptor/rs.ts';
import { acceptedOrBlocked } from './accepted.ts';
import { inServersTime } from './clock/keep-time.ts';
import { block, type Inspection, warn } from './inspection.ts';
import { learnNonces } from './nonces.ts';
import { probe } from './probe.ts';
import { learnAlgs, withSomeAlg } from './proof-algs.ts';
import { learnSteadiness } from './steadiness.ts';

/** Learns what the resource server takes from its first resource, then looks at each of the others. */
export async function inspectResources(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  learnMetadata(inspection);
  if (bench.facts.tokenBound === false && bench.loaded.descriptor.rs?.token.from === 'as') {
    block(inspection, 'resource', {
      message: 'the authorization server issues unbound tokens only',
      at: ['rs', 'token'],
      fix: 'name another source of bound access tokens in rs.token',
    });
    return;
  }
  await learnAlgs(bench);
  const sent = await inspectFirst(inspection);
  const [first, ...others] = bench.resources;
  if (first === undefined || sent === undefined) return;
  const inspectOther = async (other: ResourceDescriptor): Promise<void> =>
    inspectResource(inspection, other, await probe(bench, 'resource', await openAt(bench, other)));
  await Promise.all([
    learnSteadiness({ bench, place: 'resource', session: await openAt(bench, first) }),
    inspectResource(inspection, first, sent),
    ...others.map(inspectOther),
  ]);
}

/** The plain lawful request to the first resource as it was accepted; `undefined` where none is. */
async function inspectFirst(inspection: Inspection): Promise<Sent | undefined> {
  const { bench } = inspection;
  const [first] = bench.resources;
  if (first === undefined) return undefined;
  const answer = await inServersTime({
    inspection,
    place: 'resource',
    role: 'rs',
    attempt: () => withSomeAlg(bench, 'rs', async () => learnNonces(bench, 'resource', await openAt(bench, first))),
    once: async (ops) => probe(bench, 'resource', await openAt(bench, first), ops),
    isCostly: false,
  });
  const sent = await acceptedOrBlocked(inspection, 'resource', answer);
  return sent ?? (bench.resources[0] === first ? undefined : inspectFirst(inspection));
}

/** A resource need not publish metadata (RFC 9728 §3); only one that claims to do so is held to it. */
function learnMetadata(inspection: Inspection): void {
  const { rsMetadata, loaded, facts } = inspection.bench;
  const isClaimed = loaded.descriptor.claims.resourceMetadata === true;
  if (rsMetadata === undefined || rsMetadata.document !== undefined || isClaimed) return;
  const message = `no resource metadata at ${rsMetadata.url}`;
  facts.absent.set('resource-metadata', message);
  warn(inspection, `${message}; its cases are skipped (claims.resourceMetadata: true holds the target to it)`);
}

function openAt(bench: Bench, resource: ResourceDescriptor): Promise<Session> {
  return openSession(bench, { place: 'resource', spec: {}, subject: resourceKey(resource) });
}

async function inspectResource(inspection: Inspection, resource: ResourceDescriptor, sent: Sent): Promise<void> {
  if (sent.outcome.class === 'accepted' && sent.exchange.response !== undefined) {
    await checkProtected(inspection, await openAt(inspection.bench, resource));
  } else {
    const site = {
      bench: inspection.bench,
      place: 'resource' as const,
      session: await openAt(inspection.bench, resource),
    };
    const { methodCause, plainResourceTrouble } = await diagnosis();
    const cause = await methodCause(site, sent);
    const { isSettled: _, message, ...advice } = { ...plainResourceTrouble(site, sent), ...cause };
    warn(inspection, { message: `resource: ${resourceKey(resource)}: ${message}`, ...advice });
  }
}

/** Loaded only where something does not work, so that a run starts faster. */
async function diagnosis() {
  return import('./diagnosis/resource-trouble.ts');
}

const withoutCredentials: readonly Op[] = [
  { op: 'access-token', use: 'none' },
  { op: 'dpop-lines', lines: 'absent' },
];

async function checkProtected(inspection: Inspection, session: Session): Promise<void> {
  const sent = await probe(inspection.bench, 'resource', session, withoutCredentials);
  if (sent.outcome.class !== 'accepted') return;
  const { resourcePath } = await diagnosis();
  block(inspection, 'resource', {
    message: `${session.resource?.url ?? ''} answers ${sent.outcome.text} without any credentials: it is not protected, or not the resource meant`,
    at: resourcePath({ bench: inspection.bench, place: 'resource', session }, 'url'),
    fix: 'write the URL of a protected resource; where the page itself is open, name in expect a text that only its protected content has',
  });
}
