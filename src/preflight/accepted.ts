import { openSession, usualAlgs } from '../bench/open-session.ts';
import type { Site } from '../bench/site.ts';
import { planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { borneOut } from '../exchange/steadily.ts';
import { roleOf } from '../suite/catalogue.ts';
import { announcesDpop, isBound } from './diagnosis/bearer-in-place.ts';
import type { ResourceDescriptor } from '../target/descriptor/rs.ts';
import { block, type Inspection, type Trouble, warn } from './inspection.ts';
import { clockHint } from './clock/hint.ts';
import { isHanging } from './probe.ts';
import { blamesProof } from './proof-algs.ts';

/**
 * The plain lawful request as it was accepted; where it was not, the reason is looked for, and its place is blocked. A resource
 * that takes it with GET alone is judged by GET.
 * @returns `undefined` where the place is blocked, or the request has to be another one from now on
 */
export async function acceptedOrBlocked(
  inspection: Inspection,
  place: 'token' | 'resource',
  sent: Sent,
): Promise<Sent | undefined> {
  if (sent.outcome.class === 'accepted') return sent;
  const { bench } = inspection;
  const session = await openSession(bench, { place, spec: {} });
  // Where nothing was ever answered, a third request would wait in vain as well.
  const isSilent = sent.outcome.class === 'failed' && isHanging(bench, sent.exchange.request.url);
  const later = isSilent ? undefined : await acceptedLater({ bench, place, session });
  if (later !== undefined) return later;
  // Loaded only where something does not work, so that a run starts faster.
  const { explain } = await import('./diagnosis/explain.ts');
  const { trouble, instead, asBearer, byGet } = await explain({ bench, place, session }, sent);
  if (byGet === true && session.resource?.method === 'POST') {
    judgeByGet(inspection, session.resource, trouble);
    return undefined;
  }
  if (asBearer === true && (await isBound(bench, session)))
    bench.facts.bearerInPlace = announcesDpop(bench, sent) ? 'announced' : 'unannounced';
  const role = roleOf(place);
  const advertised = role === 'as' ? bench.as?.algs : bench.facts.rsAlgs;
  const [tried] = usualAlgs(bench, role);
  // A server that refuses an algorithm it advertises can still be judged by the few cases about exactly that.
  // Not where its clock could be the reason: a wrong clock, ours or theirs, breaks no rule.
  const isTimely = bench.facts.clocks[role].isKnown;
  if (blamesProof(sent) && tried !== undefined && advertised?.includes(tried) === true && isTimely)
    bench.facts.proofRefused.set(place, sent.outcome.error === 'use_dpop_nonce' ? 'nonce' : instead?.about);
  block(inspection, place, { ...trouble, message: trouble.message + clockHint(sent) });
  return undefined;
}

/** The case about POST is left to show that it is refused. */
function judgeByGet(inspection: Inspection, guarded: ResourceDescriptor, { message, ...advice }: Trouble): void {
  const { bench } = inspection;
  bench.resources = bench.resources.map((one) => (one === guarded ? { ...one, method: 'GET' } : one));
  bench.facts.isPostGuarded = true;
  warn(inspection, { message: `resource: ${message}. It is judged by GET`, ...advice });
}

/** One node of several may have refused the request; a login is not repeated for that. */
async function acceptedLater(site: Site): Promise<Sent | undefined> {
  const { bench, place, session } = site;
  if (session.grant === 'authorization_code') return undefined;
  const plan = planFor(site, { instance: 'preflight' });
  const sent = await borneOut({ bench, place, least: 4 }, (again) => send({ ...plan, ...again }));
  return sent.outcome.class === 'accepted' ? sent : undefined;
}
