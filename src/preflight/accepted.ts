import { openSession, usualAlgs } from '../bench/open-session.ts';
import type { Sent } from '../exchange/sent.ts';
import { roleOf } from '../suite/catalogue.ts';
import { announcesDpop, isBound } from './diagnosis/bearer-in-place.ts';
import { explain } from './diagnosis/explain.ts';
import { block, type Inspection } from './inspection.ts';
import { clockHint } from './clock/hint.ts';
import { blamesProof } from './proof-algs.ts';

/** Whether the plain lawful request was accepted; where it was not, its place is blocked, and the reason looked for. */
export async function acceptedOrBlocked(
  inspection: Inspection,
  place: 'token' | 'resource',
  sent: Sent,
): Promise<boolean> {
  if (sent.outcome.class === 'accepted') return true;
  const { bench } = inspection;
  const session = await openSession(bench, { place, spec: {} });
  const { trouble, instead, asBearer } = await explain({ bench, place, session }, sent);
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
  return false;
}
