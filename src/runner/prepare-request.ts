import type { Bench } from '../bench/bench.ts';
import { createSessions } from '../bench/sessions.ts';
import { ingredientsFor } from '../exchange/ingredients.ts';
import { makeRequest } from '../exchange/surroundings.ts';
import type { Transcript } from '../record/transcript.ts';
import type { CaseInstance } from './case-context.ts';
import { createControls } from './controls.ts';
import { createSlots } from './slots.ts';
import { placeOf, sessionFor } from './step-session.ts';
import { testedPlan } from './tested-plan.ts';

/**
 * The request of a case with one exchange, as it would go out now: with a new key, a new token or grant, a proof that was never
 * sent, and the nonce of this moment. It is not sent. Secrets are masked unless the run shows them.
 *
 * @throws Inapplicable where the case does not fit the target
 * @throws HarnessError `ERR_TOKEN_REQUEST`, `ERR_TOKEN_REFUSED` or `ERR_LOGIN` where what it needs cannot be obtained
 */
export async function prepareRequest(bench: Bench, instance: CaseInstance): Promise<Transcript['request']> {
  const [spec] = instance.case.exchanges;
  if (spec === undefined) throw new TypeError('a case has an exchange');
  const run = {
    bench,
    instance,
    sessions: createSessions(bench),
    controls: createControls({ width: 1, signal: bench.signal, usual: bench.pulse.usual }),
    slots: createSlots(1),
    crowding: 'alone' as const,
    registered: new Map(),
  };
  const session = await sessionFor(run, spec, instance.case.session ?? {});
  const plan = testedPlan({ ...run, spec, earlier: new Map(), session, place: placeOf(run, spec) });
  const { request } = await makeRequest(plan, await ingredientsFor(plan));
  return bench.redactor.transcript({ request, startedAt: Date.now(), totalMs: 0 }).request;
}
