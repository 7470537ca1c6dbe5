import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import type { Op } from '../plan/ops.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { block, type Inspection, warn } from './inspection.ts';
import { learnNonces } from './nonces.ts';
import { probe, refusalText } from './probe.ts';
import { blamesProof } from './proof-algs.ts';

/**
 * Learns whether the endpoint for pushed authorization requests (RFC 9126) demands nonces. A refusal for another reason
 * than the proof blocks it: each of its cases would be refused for the same reason.
 */
export async function inspectPar(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  if (bench.loaded.descriptor.claims.par === false) return;
  try {
    const session = await openSession(bench, { place: 'par', spec: {} });
    const sent = await learnNonces(bench, 'par', session);
    if (sent.outcome.class === 'accepted') await learnDemand(bench);
    if (sent.outcome.class === 'refused' && !blamesProof(sent)) {
      const { tokenTrouble } = await import('./diagnosis/token-trouble.ts');
      block(inspection, 'par', tokenTrouble(bench, 'par', session, sent));
    } else await inspectFurtherClients(inspection);
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    bench.facts.absent.set('par', error.message);
    warn(inspection, `par: ${error.message}; its cases are skipped`);
  }
}

const withoutProof: readonly Op[] = [{ op: 'dpop-lines', lines: 'absent' }];

/** A server may want every pushed request to bind its code (RFC 9449 §10.1). */
async function learnDemand(bench: Bench): Promise<void> {
  const { outcome } = await probe(bench, 'par', await openSession(bench, { place: 'par', spec: {} }), withoutProof);
  bench.facts.wantsProofAtPar = outcome.class === 'refused';
}

/** A server may take pushed requests from some clients only, for example from those that authenticate. */
async function inspectFurtherClients(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  for (const subject of bench.offer.subjects('par')) {
    const sent = await probe(bench, 'par', await openSession(bench, { place: 'par', spec: {}, subject }));
    if (sent.outcome.class !== 'refused' || blamesProof(sent)) continue;
    const message = `client ${subject}: ${refusalText('par', sent)}`;
    bench.facts.notPushing.set(subject, message);
    warn(inspection, `par: ${message}; its cases are skipped`);
  }
}
