import { HarnessError } from '../../errors.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationUrl } from '../authorization-endpoint.ts';
import { authorize } from '../authorize.ts';
import { authorizationRequest } from './authorization-request.ts';
import { pushed } from './push.ts';
import type { Requester } from './requester.ts';

/** Whether the authorization server takes no plain authorization request from this client. */
export async function takesPushedOnly(requester: Requester): Promise<boolean> {
  const { as, loaded, facts } = requester.bench;
  const { claims } = loaded.descriptor;
  const { id } = requester.client;
  const named = claims.parRequired ?? as?.metadata?.['require_pushed_authorization_requests'];
  if (named === true) return true;
  if (claims.parRequired === false || claims.par === false || as?.par === undefined) return false;
  const tried = facts.pushedOnly.get(id) ?? tryFrontChannel(requester);
  facts.pushedOnly.set(id, tried);
  return tried;
}

/**
 * Whether a plain authorization request is refused, and a pushed one gets a code. The metadata need not say so, and a
 * single client can be registered that way (RFC 9126 §5, §6).
 */
async function tryFrontChannel(requester: Requester): Promise<boolean> {
  const { bench, client } = requester;
  const givesCode = async (parameters: readonly Pair[]): Promise<boolean> =>
    (await authorize(bench, client, authorizationUrl(bench, parameters))).params['code'] !== undefined;
  try {
    if (await givesCode(authorizationRequest(client).parameters)) return false;
    return await givesCode(await pushed(requester, authorizationRequest(client).parameters));
  } catch (error) {
    // The first request for a code will report what went wrong.
    if (error instanceof HarnessError || error instanceof Inapplicable) return false;
    throw error;
  }
}
