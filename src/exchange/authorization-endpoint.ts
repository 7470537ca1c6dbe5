import type { Bench } from '../bench/bench.ts';
import type { Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';

/**
 * The URL of the authorization endpoint.
 * @throws Inapplicable where none is known
 */
export function authorizationEndpoint(bench: Bench): string {
  const endpoint = bench.as?.authorization;
  if (endpoint === undefined) throw new Inapplicable('no authorization endpoint is known');
  return endpoint;
}

/** The URL that a client sends its user to (RFC 6749 §4.1.1). */
export function authorizationUrl(bench: Bench, parameters: readonly Pair[]): string {
  const url = new URL(authorizationEndpoint(bench));
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
}
