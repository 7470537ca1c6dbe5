import { defined } from '../../defined.ts';
import type { Pair } from '../../proof/draft.ts';
import { planFor } from '../plan.ts';
import { sendWith } from '../send-with.ts';
import type { Sent } from '../sent.ts';
import { clientCredentialsGrant } from './authorization-request.ts';
import { codeGrant } from './code-grant.ts';
import { extensionGrant } from './extension-grant.ts';
import type { Requester } from './requester.ts';

/** How a request differs from the plain one: it has no proof, or a grant that exists already. */
type Asking = { readonly withoutProof?: boolean; readonly grant?: readonly Pair[] };

/** Sends a plain lawful token request for set-up, with client credentials, a new code, or the given grant. */
export async function requestTokens(requester: Requester, asking: Asking = {}): Promise<Sent> {
  const { bench, session, client } = requester;
  const ops = asking.withoutProof === true ? [{ op: 'dpop-lines', lines: 'absent' } as const] : [];
  const plan = planFor({ bench, place: 'token', session }, { ops, ...defined({ grant: asking.grant }) });
  return sendWith(plan, async () => {
    if (asking.grant !== undefined) return { grant: asking.grant };
    if (session.grant === 'authorization_code') return { grant: await codeGrant(requester, undefined) };
    if (session.grant === 'extension') return { grant: await extensionGrant(requester) };
    return { grant: clientCredentialsGrant(client) };
  });
}
