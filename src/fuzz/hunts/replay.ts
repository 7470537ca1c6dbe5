import { type Plan, planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import type { Site } from '../../bench/site.ts';

/** Sends a plain request, and plans to send its very proof once more; `undefined` where the plain one was not accepted. */
export async function replayAt(site: Site, instance: string): Promise<Plan | undefined> {
  const what = { instance, purpose: 'tested' } as const;
  const { outcome, proof } = await send(planFor(site, what));
  if (outcome.class !== 'accepted' || proof === undefined) return undefined;
  const ops = [{ op: 'proof-of', exchange: 'first' }] as const;
  return planFor(site, { ...what, ops, earlier: new Map([['first', proof]]) });
}
