import type { Outcome } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { WireExchange } from '../wire/types.ts';
import type { Bench } from '../bench/bench.ts';
import type { RefreshTokens } from './lawful.ts';
import type { Order } from './order.ts';
import { recordExchange } from './record-exchange.ts';
import { inTurn, make, type Made, newGrant, takeIn } from './send.ts';
import type { Sent } from './sent.ts';
import { waitForPause } from '../bench/throttle.ts';

type Spec = NonNullable<ExchangeSpec['burst']>;

type One = { readonly id: string; readonly outcome: Outcome; readonly exchange: WireExchange };

/** A demand for a nonce in front of everything is answered so often. */
const tries = 3;

/** Sends a request many times at one moment, round after round; no more at once than the descriptor lets be open. */
export async function sendBurst(bench: Bench, order: Order, spec: Spec, refreshToken: RefreshTokens): Promise<Sent> {
  const times = Math.min(spec.times, Math.max(2, bench.loaded.descriptor.limits.concurrency));
  const startedAt = Date.now();
  const rounds: (readonly One[])[] = [];
  for (let round = 0; round < spec.rounds && !bench.signal.aborted; round += 1)
    rounds.push(await inTurn(bench, order, () => sendRound(bench, order, { ...spec, times }, refreshToken)));
  const shown = tellingOf(rounds);
  const [first] = shown;
  if (first === undefined) throw new TypeError('a burst without a request');
  return {
    id: first.id,
    outcome: first.outcome,
    exchange: first.exchange,
    challenges: shown.slice(1).map(({ id }) => id),
    startedAt,
    endedAt: Date.now(),
    burst: { times, rounds: rounds.map((round) => round.map(({ outcome }) => outcome)) },
  };
}

async function sendRound(
  bench: Bench,
  order: Order,
  { times, same }: Spec,
  refreshToken: RefreshTokens,
): Promise<readonly One[]> {
  let round: readonly One[] = [];
  for (let tried = 0; tried < tries; tried += 1) {
    await waitForPause(bench);
    const grant = await newGrant(bench, order, refreshToken);
    const first = await make(bench, order, grant);
    const made = [first];
    while (made.length < times) made.push(same === 'proof' ? first : await make(bench, order, grant));
    const exchanges = await bench.wire.burst(made.map(({ request }) => request));
    round = exchanges.flatMap((exchange, index) => {
      const sent = made[index];
      return sent === undefined ? [] : [keep(bench, order, sent, exchange)];
    });
    const isChallenged = round.some(({ outcome }) => outcome.class === 'challenged');
    if (!isChallenged || round.some(({ outcome }) => outcome.class === 'accepted')) break;
  }
  return round;
}

function keep(bench: Bench, order: Order, made: Made, exchange: WireExchange): One {
  const { outcome } = takeIn(bench, order, exchange);
  return { id: recordExchange(bench, order, made, exchange, outcome), outcome, exchange };
}

/** Of the worst round, the first two that were accepted and the first that was not. */
function tellingOf(rounds: readonly (readonly One[])[]): readonly One[] {
  const accepted = (round: readonly One[]): readonly One[] =>
    round.filter(({ outcome }) => outcome.class === 'accepted');
  const [worst = []] = rounds.toSorted((a, b) => accepted(b).length - accepted(a).length);
  const others = worst.filter(({ outcome }) => outcome.class !== 'accepted');
  return [...accepted(worst).slice(0, 2), ...others.slice(0, 1)];
}
