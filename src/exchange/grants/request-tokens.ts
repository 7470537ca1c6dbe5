import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import type { Pair } from '../../proof/draft.ts';
import { deliver } from '../deliver.ts';
import { planFor } from '../plan.ts';
import type { Sent } from '../sent.ts';
import { inOwnTurn } from '../turns.ts';
import { clientCredentialsGrant } from './authorization-request.ts';
import { codeGrant } from './code-grant.ts';
import { clientOf } from './prepared-request.ts';

/** What a plain token request differs in: sent without a proof, or with a grant that is there already. */
type Asking = { readonly withoutProof?: boolean; readonly grant?: readonly Pair[] };

/** A plain lawful token request for set-up, by client credentials, a new code, or the grant that is given. */
export async function requestTokens(bench: Bench, session: Session, asking: Asking = {}): Promise<Sent> {
  const ops = asking.withoutProof === true ? [{ op: 'dpop-lines', lines: 'absent' } as const] : [];
  const plan = planFor({ place: 'token', session }, { ops });
  const grantNow = async (): Promise<readonly Pair[]> =>
    asking.grant ??
    (session.grant === 'authorization_code'
      ? codeGrant(bench, session, undefined)
      : clientCredentialsGrant(clientOf(session)));
  return inOwnTurn(bench, plan, async () => deliver(bench, plan, { grant: await grantNow() }));
}
