import type { Pair } from '../proof/draft.ts';
import { idToken } from './grants/id-token.ts';
import { newGrant } from './grants/new-grant.ts';
import type { Plan } from './plan.ts';
import type { Ingredients } from './surroundings.ts';

/** The grant that the plan names, or an unused one, and the documents that its ops name. */
export async function ingredientsFor(plan: Plan): Promise<Ingredients> {
  const given = earlierGrant(plan) ?? plan.grant;
  const wantsIdToken = plan.ops.some((op) => op.op === 'proof-from' && op.source === 'id-token');
  const grant = given ?? (await newGrant(plan));
  return { grant, documents: wantsIdToken ? { 'id-token': await idToken(plan) } : {} };
}

function earlierGrant({ ops, earlier }: Plan): readonly Pair[] | undefined {
  const op = ops.find((one) => one.op === 'grant-of');
  return op === undefined ? undefined : earlier.get(op.exchange)?.grant;
}
