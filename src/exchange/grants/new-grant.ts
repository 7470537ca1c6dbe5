import type { Bench } from '../../bench/bench.ts';
import type { Pair } from '../../proof/draft.ts';
import type { Plan } from '../plan.ts';
import { authorizationRequest, clientCredentialsGrant, type CodeWish } from './authorization-request.ts';
import { codeGrant } from './code-grant.ts';
import { clientOf, preparedRequest } from './prepared-request.ts';
import { refreshGrant, refreshToken } from './refresh-token.ts';

/** The parameters of a grant, or of a request for one, that nobody has used yet, as the ops of the plan ask for it. */
export async function newGrant(bench: Bench, plan: Plan): Promise<readonly Pair[]> {
  switch (plan.place) {
    case 'token':
      return tokenGrant(bench, plan);
    case 'par':
      return authorizationRequest(clientOf(plan.session)).parameters;
    case 'authorization':
      return (await preparedRequest(bench, plan.session, wishOf(plan))).parameters;
    // Documents, resources and introspection take no grant.
    default:
      return [];
  }
}

function wishOf({ ops }: Plan): CodeWish {
  return ops.findLast((op) => op.op === 'authorization');
}

async function tokenGrant(bench: Bench, plan: Plan): Promise<readonly Pair[]> {
  const { session, ops } = plan;
  const client = clientOf(session);
  switch (session.grant) {
    case 'authorization_code':
      return codeGrant(bench, session, wishOf(plan));
    case 'refresh_token':
      return refreshGrant(
        await refreshToken(
          bench,
          session,
          ops.some(({ op }) => op === 'refresh-token'),
        ),
      );
    case 'client_credentials':
    case undefined:
      return clientCredentialsGrant(client);
    default:
      session.grant satisfies never;
      return [];
  }
}
