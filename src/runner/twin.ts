import { defined } from '../defined.ts';
import { planFor } from '../exchange/plan.ts';
import { replicaOf } from '../exchange/replicas.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { steadily } from '../exchange/steadily.ts';
import type { SessionSpec } from '../suite/schema.ts';
import { chosenKey } from '../suite/chosen-key.ts';
import type { StepContext } from './case-context.ts';
import { isOwnControl } from './controls.ts';
import type { Tested } from './send-tested.ts';
import { sessionFor } from './step-session.ts';
import { mustRefuse } from './tested-plan.ts';

/** The lawful twin of a tested exchange, as it is sent before and after; neither where it would prove nothing. */
export type Twin = {
  readonly before: () => Promise<Sent | undefined>;
  readonly after: (sent: Tested) => Promise<Sent | undefined>;
};

const none: Twin = { before: () => Promise.resolve(undefined), after: () => Promise.resolve(undefined) };

/** The same request without the delta. Where another algorithm is itself what is tried, the twin uses the usual one. */
export async function twinOf(step: StepContext): Promise<Twin> {
  const { bench, spec, place, instance, controls } = step;
  const wishes = instance.case.session ?? {};
  // Each registration leaves a client behind.
  if (place === 'registration' || isOwnControl(spec, wishes)) return none;
  const differs = spec.expect === 'accept' && chosenKey(wishes) !== undefined;
  const session = differs ? await sessionFor(step, spec, plainer(wishes)) : step.session;
  const ops = spec.with ?? [];
  // Twins with the same key are the same request.
  const key = JSON.stringify([place, session.id, session.resource?.url, ops, spec.replica]);
  const what = { instance: `control@${place}`, ops, delta: [], ...replicaOf(spec) };
  const make = (purpose: 'control-before' | 'control-after'): Promise<Sent> =>
    steadily(bench, place, (again) => send(planFor({ bench, place, session }, { ...what, ...again, purpose })));
  return {
    before: async () => (isNeededBefore(step) ? controls.before(key, () => make('control-before')) : undefined),
    after: async (sent) =>
      isNeededAfter(step, sent)
        ? controls.after(key, sent.tested.endedAt, () => make('control-after'), step.slots.without)
        : undefined,
  };
}

/** Where a kind of key is tried, the twin has the same algorithm: then no algorithm that is not taken is mistaken for that. */
function plainer({ alg, keyType, rsaBits, keyKind, ...plain }: SessionSpec): SessionSpec {
  return keyKind === undefined ? plain : { ...plain, ...defined({ alg, keyType, rsaBits }) };
}

/** Where both answers are lawful, or a challenge is, a crowd of controls would prove nothing more. */
function isNeededBefore({ crowding, spec }: StepContext): boolean {
  return crowding !== 'crowd' || (spec.expect !== 'observe' && spec.expect !== 'challenge');
}

function isNeededAfter({ crowding, spec }: StepContext, { tested, silence }: Tested): boolean {
  if (crowding === 'crowd' && silence !== undefined) return false;
  const kind = tested.outcome.class;
  const isLost = kind === 'failed' || kind === 'crashed';
  return mustRefuse(spec) || isLost || (spec.expect === 'accept' && kind !== 'accepted');
}
