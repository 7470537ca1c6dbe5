import { inParallel } from '../pool.ts';
import type { Op } from '../plan/ops.ts';
import type { SentProof } from '../proof/draft.ts';
import type { QuirkResult } from '../record/quirk.ts';
import { defined } from '../defined.ts';
import { type Plan, planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { Silent, type QuirkSite, Unmeasured } from './measurement.ts';

type Asking = {
  readonly earlier?: ReadonlyMap<string, SentProof>;
  readonly session?: Plan['session'];
  readonly place?: Plan['place'];
  readonly grant?: Plan['grant'];
};

/**
 * Sends the lawful request with these changes.
 * @throws Unmeasured where the run is interrupted, or the target keeps throttling
 */
export async function ask(site: QuirkSite, ops: readonly Op[], asking: Asking = {}): Promise<Sent> {
  const { bench } = site;
  if (bench.signal.aborted) throw new Unmeasured('the run was interrupted');
  const sent = await send(planOf(site, ops, asking));
  if (sent.outcome.class === 'throttled') throw new Unmeasured(`the target throttles (${sent.outcome.text})`);
  return sent;
}

export function planOf(site: QuirkSite, ops: readonly Op[], asking: Asking = {}): Plan {
  const at = { bench: site.bench, place: asking.place ?? site.place, session: asking.session ?? site.session };
  const { earlier, grant } = asking;
  const instance = `quirk-${site.quirk}@${site.place}`;
  return planFor(at, { instance, purpose: 'measured', ops, ...defined({ earlier, grant }) });
}

/**
 * Whether the changed request is accepted.
 * @throws Unmeasured where it is neither accepted nor refused
 */
export async function isAccepted(site: QuirkSite, ops: readonly Op[], asking: Asking = {}): Promise<boolean> {
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

/**
 * Sends the plain lawful request.
 * @throws Unmeasured where it is not accepted: then the refusal of a changed request shows nothing
 */
export async function expectLawful(site: QuirkSite, when: 'before' | 'after'): Promise<Sent> {
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

/** One result for all repetitions. */
export function common(results: readonly QuirkResult[]): QuirkResult {
  const [first = 'unclear'] = results;
  return results.every((result) => result === first) ? first : 'varies';
}

/** Runs tasks at the same time, within `limits.concurrency` of the descriptor. */
export function pooled<T, R>({ bench }: QuirkSite, items: readonly T[], task: (item: T) => Promise<R>): Promise<R[]> {
  return inParallel(items, bench.loaded.descriptor.limits.concurrency, task);
}
