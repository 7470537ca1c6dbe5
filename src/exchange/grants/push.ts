import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { deliver } from '../deliver.ts';
import { planFor } from '../plan.ts';
import { bodyOf } from '../sent.ts';
import { inOwnTurn } from '../turns.ts';
import type { CodeWish } from './authorization-request.ts';

/**
 * Pushes an authorization request and returns its `request_uri`; nonces are answered as everywhere.
 * @see RFC 9126 §2
 */
export async function push(bench: Bench, session: Session, grant: readonly Pair[], wish: CodeWish): Promise<string> {
  const plan = planFor({ place: 'par', session }, { ops: proofOps(wish), grant });
  const sent = await inOwnTurn(bench, plan, () => deliver(bench, plan, { grant }));
  const requestUri = bodyOf(sent)?.['request_uri'];
  if (typeof requestUri === 'string') {
    bench.redactor.add(requestUri, 'request_uri');
    return requestUri;
  }
  if (sent.outcome.class === 'refused')
    throw new Inapplicable(`the authorization server takes no such pushed request (${sent.outcome.text})`);
  throw new HarnessError('ERR_TOKEN_REQUEST', `${bench.as?.par ?? ''}: no request_uri (${sent.outcome.text})`);
}

function proofOps(wish: CodeWish): readonly Op[] {
  switch (wish?.proof) {
    case 'own':
      return [];
    case 'other':
      return [{ op: 'key', use: 'other' }];
    default:
      return [{ op: 'dpop-lines', lines: 'absent' }];
  }
}
