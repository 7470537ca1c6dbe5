import type { Bench } from '../bench/bench.ts';
import { HarnessError } from '../errors.ts';
import { AuthorizationRefused } from '../login/authorization-refused.ts';
import type { Arrival } from '../login/login.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ClientDescriptor } from '../target/descriptor/client.ts';
import { classifyAuthorization } from '../verdict/outcome.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';

/** The end of a flow that began at the authorization endpoint. `refusal` is present where an error page ended it. */
export type Authorized = Arrival & { readonly refusal?: AuthorizationRefused };

/**
 * Runs the flow that begins at a URL of the authorization endpoint; logs in where a page asks for it.
 * @throws HarnessError `ERR_LOGIN` where the login does not get through
 */
export async function authorize(bench: Bench, client: ClientDescriptor, url: string): Promise<Authorized> {
  try {
    const arrival = await bench.user.authorize(url, client.redirectUri ?? '');
    const { code = '' } = arrival.params;
    if (code !== '') bench.redactor.add(code, 'code');
    return arrival;
  } catch (error) {
    if (!(error instanceof AuthorizationRefused)) throw error;
    return { params: {}, exchange: error.exchange, refusal: error };
  }
}

/** Runs the whole flow, up to the code or its refusal. The exchange is the last one of the flow. */
export async function visit({ bench, session }: Plan, url: string): Promise<Pick<Sent, 'exchange' | 'outcome'>> {
  if (session.client === undefined) throw new Inapplicable('no client asks for the code');
  const { exchange, params } = await authorize(bench, session.client, url);
  if (exchange === undefined) throw new HarnessError('ERR_LOGIN', `no answer was seen from ${url}`);
  return { exchange, outcome: classifyAuthorization(exchange, params) };
}
