import type { Outcome } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { WireExchange } from '../wire/types.ts';
import type { Plan } from './plan.ts';
import { readAnswer } from './read-answer.ts';
import { recordExchange } from './record-exchange.ts';
import { makeRequest } from './surroundings.ts';
import { inTurn } from './turns.ts';
import { newGrant } from './grants/new-grant.ts';
import type { Sent } from './sent.ts';
import { waitForPause } from '../bench/throttle.ts';

type Spec = NonNullable<ExchangeSpec['burst']>;

type One = { readonly id: string; readonly outcome: Outcome; readonly exchange: WireExchange };

/** Rounds that a demand for a nonce may cost. */
const tries = 3;

/**
 * Sends a request many times at the same moment, for several rounds, within the `limits.concurrency` of the descriptor.
 * `soFar` gets what the rounds have come to, after each of them: a later one may throw.
 */
export async function sendBurst(plan: Plan, spec: Spec, soFar: (sent: Sent) => void = () => undefined): Promise<Sent> {
  const { bench } = plan;
  const times = Math.min(spec.times, Math.max(2, bench.loaded.descriptor.limits.concurrency));
  const startedAt = Date.now();
  const rounds: (readonly One[])[] = [];
  const round = (): Promise<readonly One[]> => sendRound(plan, { ...spec, times });
  let sent: Sent | undefined;
  while (rounds.length < spec.rounds && !bench.signal.aborted) {
    rounds.push(await inTurn(plan, round));
    sent = sentOf(rounds, { times, startedAt });
    soFar(sent);
  }
  if (sent === undefined) throw new TypeError('a burst without a request');
  return sent;
}

function sentOf(rounds: readonly (readonly One[])[], { times, startedAt }: { times: number; startedAt: number }): Sent {
  const shown = shownOf(rounds);
  const [first] = shown;
  if (first === undefined) throw new TypeError('a burst without a request');
  return {
    id: first.id,
    outcome: first.outcome,
    exchange: first.exchange,
    challenges: shown.slice(1).map(({ id }) => id),
    startedAt,
    endedAt: Date.now(),
    burst: { times, rounds: rounds.map((round) => round.map(({ id, outcome }) => ({ id, outcome }))) },
  };
}

async function sendRound(plan: Plan, { times, same }: Spec): Promise<readonly One[]> {
  let round: readonly One[] = [];
  // A demand for a nonce leaves the grant as it is (RFC 9449 §8). A new one could take another request, and use the nonce up.
  const grant = await newGrant(plan);
  for (let tried = 0; tried < tries; tried += 1) {
    await waitForPause(plan.bench);
    const first = await makeRequest(plan, { grant });
    const made = [first];
    while (made.length < times) made.push(same === 'proof' ? first : await makeRequest(plan, { grant }));
    const exchanges = await plan.bench.wire.burst(made.map(({ request }) => request));
    round = exchanges.flatMap((exchange, index) => {
      const sent = made[index];
      if (sent === undefined) return [];
      const { outcome, lawful } = readAnswer(plan, exchange);
      return [{ id: recordExchange(plan, { made: sent, exchange, outcome, lawful }), outcome, exchange }];
    });
    const isChallenged = round.some(({ outcome }) => outcome.class === 'challenged');
    if (!isChallenged || round.some(({ outcome }) => outcome.class === 'accepted')) break;
  }
  return round;
}

/** The exchanges that the report shows: of the worst round, the first two accepted ones and the first other one. */
function shownOf(rounds: readonly (readonly One[])[]): readonly One[] {
  const accepted = (round: readonly One[]): readonly One[] =>
    round.filter(({ outcome }) => outcome.class === 'accepted');
  const [worst = []] = rounds.toSorted((a, b) => accepted(b).length - accepted(a).length);
  const others = worst.filter(({ outcome }) => outcome.class !== 'accepted');
  return [...accepted(worst).slice(0, 2), ...others.slice(0, 1)];
}
