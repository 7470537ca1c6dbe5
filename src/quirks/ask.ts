import type { Op } from '../plan/ops.ts';
import type { SentProof } from '../proof/draft.ts';
import type { QuirkResult } from '../record/quirk.ts';
import { refreshTokens } from '../exchange/issuer-as.ts';
import type { Order } from '../exchange/order.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { Silent, type Site, Unmeasured } from './measurement.ts';

type Asking = {
  readonly earlier?: ReadonlyMap<string, SentProof>;
  readonly session?: Order['session'];
  readonly place?: Order['place'];
  readonly grant?: Order['grant'];
};

/**
 * Sends the lawful request with these changes.
 * @throws Unmeasured when the run is interrupted, or the target goes on asking for a pause
 */
export async function ask(site: Site, ops: readonly Op[], asking: Asking = {}): Promise<Sent> {
  const { bench } = site;
  if (bench.signal.aborted) throw new Unmeasured('the run was interrupted');
  const sent = await send(bench, orderOf(site, ops, asking), refreshTokens(bench));
  if (sent.outcome.class === 'throttled') throw new Unmeasured(`the target throttles (${sent.outcome.text})`);
  return sent;
}

export function orderOf(site: Site, ops: readonly Op[], { earlier, session, place, grant }: Asking = {}): Order {
  return {
    instance: `quirk-${site.quirk}@${site.place}`,
    purpose: 'measured',
    place: place ?? site.place,
    session: session ?? site.session,
    ops,
    delta: ops,
    earlier: earlier ?? new Map(),
    answerChallenges: true,
    ...(grant === undefined ? {} : { grant }),
  };
}

/**
 * Whether it is accepted; another answer than a refusal ends the measurement.
 * @throws Unmeasured
 */
export async function isAccepted(site: Site, ops: readonly Op[], asking: Asking = {}): Promise<boolean> {
  const { outcome } = await ask(site, ops, asking);
  switch (outcome.class) {
    case 'accepted':
      return true;
    case 'refused':
    case 'challenged':
      return false;
    default:
      throw new Unmeasured(`a changed request was answered: ${outcome.text}`);
  }
}

/** @throws Unmeasured where the plain lawful request is not accepted, so that nothing follows from a refusal */
export async function expectLawful(site: Site, when: 'before' | 'after'): Promise<Sent> {
  const first = await ask(site, []);
  const sent = first.outcome.class === 'failed' ? await ask(site, []) : first;
  if (sent.outcome.class === 'accepted') return sent;
  if (sent.outcome.class === 'failed') throw new Silent(`lawful requests got no answer any more: ${sent.outcome.text}`);
  throw new Unmeasured(`the lawful request ${when} it was not accepted: ${sent.outcome.text}`);
}

export function resultOf({ outcome }: Sent): QuirkResult {
  switch (outcome.class) {
    case 'failed':
      return 'silent';
    case 'throttled':
      return 'unclear';
    default:
      return outcome.class;
  }
}

/** One word for repetitions. */
export function common(results: readonly QuirkResult[]): QuirkResult {
  const [first = 'unclear'] = results;
  return results.every((result) => result === first) ? first : 'varies';
}
