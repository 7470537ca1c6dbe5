import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import { bodyOf } from '../exchange/sent.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { block, type Inspection, warn } from './inspection.ts';
import { probe } from './probe.ts';
import { blamesProof } from './proof-algs.ts';

/** An endpoint need not know every kind of token (RFC 7662 §2.2); only one that is claimed to is held to it. */
export async function inspectIntrospection(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  const message = await introspectionProblem(bench);
  if (message === undefined) return;
  if (bench.loaded.descriptor.claims.introspection === true) return block(inspection, 'introspection', message);
  bench.facts.absent.set('introspection', message);
  warn(inspection, `${message}; its cases are skipped (claims.introspection: true holds the target to them)`);
}

async function introspectionProblem(bench: Bench): Promise<string | undefined> {
  try {
    const session = await openSession(bench, { place: 'introspection', spec: {} });
    const sent = await probe(bench, 'introspection', session);
    const isAccepted = sent.outcome.class === 'accepted';
    if ((isAccepted && bodyOf(sent)?.['active'] === true) || blamesProof(sent)) return undefined;
    return `introspection of the access token is answered ${sent.outcome.text}${isAccepted ? ', active: false' : ''}`;
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    return `no client can ask for introspection: ${error.message}`;
  }
}
