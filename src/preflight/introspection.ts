import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import { bodyOf, type Sent } from '../exchange/sent.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { failureTrouble } from '../target/failure-trouble.ts';
import { block, type Inspection, type Trouble, warn } from './inspection.ts';
import { probe } from './probe.ts';
import { blamesProof } from './proof-algs.ts';

/** An endpoint need not know every kind of token (RFC 7662 §2.2); only one that is claimed to is held to it. */
export async function inspectIntrospection(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  const trouble = await introspectionProblem(bench);
  if (trouble === undefined) return;
  if (bench.loaded.descriptor.claims.introspection === true) return block(inspection, 'introspection', trouble);
  const { message } = trouble;
  bench.facts.absent.set('introspection', message);
  warn(inspection, {
    ...trouble,
    message: `${message}; its cases are skipped (claims.introspection: true holds the target to them)`,
  });
}

async function introspectionProblem(bench: Bench): Promise<Trouble | undefined> {
  try {
    const session = await openSession(bench, { place: 'introspection', spec: {} });
    const sent = await probe(bench, 'introspection', session);
    const isAccepted = sent.outcome.class === 'accepted';
    if ((isAccepted && bodyOf(sent)?.['active'] === true) || blamesProof(sent)) return undefined;
    return await introspectionTrouble(bench, sent, isAccepted);
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    return { message: `no client can ask for introspection: ${error.message}` };
  }
}

/** RFC 7662 §2.2: `active: false` is also the answer for a token that the asking client may not see. */
async function introspectionTrouble(bench: Bench, { exchange, outcome }: Sent, isInactive: boolean): Promise<Trouble> {
  const { as } = bench.loaded.descriptor;
  const named = as?.introspectionClient;
  if (exchange.failure !== undefined)
    return failureTrouble(exchange.request.url, exchange.failure, ['as', 'endpoints', 'introspection']);
  const asker = as?.clients.find(({ id, auth }) => (named === undefined ? auth !== 'none' : id === named))?.id;
  const who = `client ${asker ?? '(none)'}`;
  // Loaded only where something does not work, so that a run starts faster.
  const { serverWords } = await import('./diagnosis/server-words.ts');
  const { clientPath } = await import('./diagnosis/token-trouble.ts');
  const said = serverWords(exchange.response);
  return {
    message: `introspection of the access token is answered ${outcome.text}${isInactive ? ', active: false' : ''} (asked by ${who})`,
    ...(said === undefined || isInactive ? {} : { said }),
    at: named === undefined ? clientPath(bench, asker) : ['as', 'introspectionClient'],
    fix: isInactive
      ? `allow ${who} at the server to see access tokens of other clients, or name in as.introspectionClient one that may`
      : `allow ${who} at the server to introspect, or name in as.introspectionClient one that may`,
  };
}
