import { deliver } from './deliver.ts';
import { ingredientsFor } from './ingredients.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';
import { inOwnTurn } from './turns.ts';

/**
 * Sends one exchange, with a grant that is made for it where the plan has none. One grant serves all tries: a client too
 * sends the same request again after a challenge (RFC 9449 §8).
 * @throws Inapplicable when the plan does not fit the target
 */
export async function send(plan: Plan): Promise<Sent> {
  return inOwnTurn(plan, async () => deliver(plan, await ingredientsFor(plan)));
}
