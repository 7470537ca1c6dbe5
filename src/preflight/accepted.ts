import { usualAlgs } from '../bench/open-session.ts';
import type { Sent } from '../exchange/sent.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { block, type Inspection } from './inspection.ts';
import { refusalText } from './probe.ts';
import { clockHint } from './clock/hint.ts';
import { blamesProof } from './proof-algs.ts';

/** Whether the plain lawful request was accepted; where it was not, its place is blocked. */
export function acceptedOrBlocked(inspection: Inspection, place: Place, sent: Sent): boolean {
  if (sent.outcome.class === 'accepted') return true;
  const { bench } = inspection;
  const role = roleOf(place);
  const advertised = role === 'as' ? bench.as?.algs : bench.facts.rsAlgs;
  const [tried] = usualAlgs(bench, role);
  // A server that refuses an algorithm it advertises can still be judged by the few cases about exactly that.
  // Not where its clock could be the reason: a wrong clock, ours or theirs, breaks no rule.
  const isTimely = bench.facts.clocks[role].isKnown;
  if (blamesProof(sent) && tried !== undefined && advertised?.includes(tried) === true && isTimely)
    bench.facts.proofRefused.add(place);
  block(inspection, place, `${sent.exchange.request.url}: ${refusalText(place, sent)}${clockHint(sent)}`);
  return false;
}
