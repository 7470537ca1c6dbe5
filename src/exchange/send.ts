import { deliver } from './deliver.ts';
import { ingredientsFor } from './ingredients.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';
import { inOwnTurn } from './turns.ts';

/**
 * Sends one exchange. Where the plan has no grant, one is obtained first. All tries have that grant: a client sends the same
 * request again after a challenge (RFC 9449 §8).
 * @throws Inapplicable where the plan does not fit the target
 * @throws HarnessError `ERR_TOKEN_REQUEST` or `ERR_LOGIN` where a grant or token that it needs cannot be obtained
 */
export async function send(plan: Plan): Promise<Sent> {
  return inOwnTurn(plan, () => deliver(plan, () => ingredientsFor(plan)));
}
