import { deliver } from './deliver.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';
import type { Ingredients } from './surroundings.ts';
import { inOwnTurn } from './turns.ts';

/**
 * Sends one exchange in its turn. What it needs beside its plan is obtained in that turn, and serves all tries: a client
 * sends the same request again after a challenge (RFC 9449 §8). Only where a connection was dead is it obtained anew.
 */
export async function sendWith(plan: Plan, ingredients: () => Promise<Ingredients>): Promise<Sent> {
  return inOwnTurn(plan, () => deliver(plan, ingredients));
}
