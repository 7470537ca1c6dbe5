import { ingredientsFor } from './ingredients.ts';
import type { Plan } from './plan.ts';
import { sendWith } from './send-with.ts';
import type { Sent } from './sent.ts';

/**
 * Sends one exchange. Where the plan has no grant, one is obtained first.
 * @throws Inapplicable where the plan does not fit the target
 * @throws HarnessError `ERR_TOKEN_REQUEST`, `ERR_TOKEN_REFUSED` or `ERR_LOGIN` where a grant or token that it needs cannot be obtained
 */
export async function send(plan: Plan): Promise<Sent> {
  return sendWith(plan, () => ingredientsFor(plan));
}
