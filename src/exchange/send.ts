import type { Bench } from '../bench/bench.ts';
import type { Pair, Surroundings } from '../proof/draft.ts';
import { deliver } from './deliver.ts';
import { idToken } from './grants/id-token.ts';
import { newGrant } from './grants/new-grant.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';
import { inOwnTurn } from './turns.ts';

/**
 * Sends one exchange, with a grant that is made for it where the plan has none.
 * @throws Inapplicable when the plan does not fit the target
 */
export async function send(bench: Bench, plan: Plan): Promise<Sent> {
  return inOwnTurn(bench, plan, async () => {
    // One grant for all tries: a client too sends the same request again after a challenge (RFC 9449 §8).
    const grant = earlierGrant(plan) ?? plan.grant ?? (await newGrant(bench, plan));
    return deliver(bench, plan, { grant, documents: await documentsFor(bench, plan) });
  });
}

function earlierGrant({ ops, earlier }: Plan): readonly Pair[] | undefined {
  const op = ops.find((one) => one.op === 'grant-of');
  return op === undefined ? undefined : earlier.get(op.exchange)?.grant;
}

async function documentsFor(bench: Bench, { ops, session }: Plan): Promise<Surroundings['documents']> {
  const isWanted = ops.some((op) => op.op === 'proof-from' && op.source === 'id-token');
  return isWanted ? { 'id-token': await idToken(bench, session) } : {};
}
