import { planFor } from '../exchange/plan.ts';
import { replicaOf } from '../exchange/replicas.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import type { StepContext } from './case-context.ts';
import { isOwnControl } from './controls.ts';
import { sessionFor } from './step-session.ts';

/** The lawful twin of a tested exchange; twins with the same key are the same request. */
export type Twin = {
  readonly key: string;
  readonly make: (purpose: 'control-before' | 'control-after') => Promise<Sent>;
};

/** The same request without the delta. Where another algorithm is itself what is tried, the twin uses the usual one. */
export async function twinOf(step: StepContext): Promise<Twin | undefined> {
  const { bench, spec, place, instance } = step;
  const wishes = instance.case.session ?? {};
  if (isOwnControl(spec, wishes)) return undefined;
  const { alg: _alg, rsaBits: _bits, keyKind: _kind, ...plain } = wishes;
  const differs = spec.expect === 'accept' && wishes.alg !== undefined;
  const session = differs ? await sessionFor(step, spec, plain) : step.session;
  const ops = spec.with ?? [];
  const key = JSON.stringify([place, session.id, session.resource?.url, ops, spec.replica]);
  const what = { instance: `control@${place}`, ops, delta: [], ...replicaOf(spec) };
  const make: Twin['make'] = (purpose) => send(planFor({ bench, place, session }, { ...what, purpose }));
  return { key, make };
}
