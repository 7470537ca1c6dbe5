import type { Pair } from '../../proof/draft.ts';
import { defined } from '../../defined.ts';
import type { Op } from '../../plan/ops.ts';
import { chooseKey } from '../../proof/choose-key.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import { clientSurroundings } from '../client-auth.ts';
import type { Plan } from '../plan.ts';
import { authorizationRequest, clientCredentialsGrant } from './authorization-request.ts';
import { codeGrant } from './code-grant.ts';
import { extensionGrant } from './extension-grant.ts';
import { preparedRequest } from './prepared-request.ts';
import { refreshGrant } from './refresh-grant.ts';
import type { Requester } from './requester.ts';

/** The parameters of an unused grant, or of a request for one, as the ops of the plan ask for it. */
export async function newGrant({ bench, place, session, ops }: Plan): Promise<readonly Pair[]> {
  // Documents, resources and introspection take no grant.
  if (place !== 'token' && place !== 'par' && place !== 'authorization') return [];
  const { client } = session;
  if (client === undefined) throw new Inapplicable('the target has no client');
  if (place === 'par') return authorizationRequest(client).parameters;
  const requester: Requester = { bench, session, client };
  const wish = ops.findLast((op) => op.op === 'authorization');
  if (place === 'authorization') return (await preparedRequest(requester, wish)).parameters;
  switch (session.grant) {
    case 'authorization_code':
      return codeGrant({ ...requester, codeKey: await codeKeyFor(requester, ops) }, wish);
    case 'refresh_token': {
      const isRotated = ops.some(({ op }) => op === 'refresh-token');
      return refreshGrant(requester, isRotated);
    }
    case 'extension':
      return extensionGrant(requester);
    case 'client_credentials':
    case undefined:
      return clientCredentialsGrant(client);
    default:
      session.grant satisfies never;
      return [];
  }
}

/** Where every code has to be bound, it is bound to the key of the proof beside it: another key is no fault of that proof. */
function codeKeyFor({ bench, session, client }: Requester, ops: readonly Op[]): Promise<ProofKey> {
  return chooseKey(ops, defined({ ...session, ...clientSurroundings(bench, client) }));
}
