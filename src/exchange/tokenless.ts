import { type Advice, HarnessError } from '../errors.ts';
import type { Sent } from './sent.ts';

/**
 * The error of a request whose answer has not the token that was asked for. Only an answer to the request itself says that the
 * server refuses: not a limit, a demand for a nonce, or no answer.
 */
export function tokenless({ outcome }: Sent, message: string, options?: { readonly advice: Advice }): HarnessError {
  return new HarnessError(saysNothing.has(outcome.class) ? 'ERR_TOKEN_REQUEST' : 'ERR_TOKEN_REFUSED', message, options);
}

const saysNothing: ReadonlySet<Sent['outcome']['class']> = new Set(['failed', 'throttled', 'challenged']);
