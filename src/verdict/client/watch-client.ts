import type { ExchangeEvent } from '../../record/schema.ts';
import type { ClientWatch } from '../../suite/client/schema.ts';
import type { Judgement } from '../judgement.ts';
import { breach, cap, type GradedRequirement, kept } from '../policy.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import type { Fault } from './watches/fault.ts';
import { faultsIn } from './watches/faults.ts';

/** What a rule for every request of a client comes to, with the first request that breaks it. */
export type WatchedClient = Judgement & { readonly exchanges: readonly string[] };

/** @param events all requests of the client, in the order in which they came */
export function watchClient(
  { that, atMost }: ClientWatch,
  requirements: readonly GradedRequirement[],
  events: readonly ExchangeEvent[],
): WatchedClient {
  const [main] = requirements;
  if (main === undefined) throw new TypeError('a watch without a requirement cannot be judged');
  const arrivals = events.map(arrivalOf);
  const { faults, seen, expected } = faultsIn(that, arrivals);
  if (seen === 0) {
    const reason = `Nothing to judge. The client made no request that the rule is about.`;
    return { verdict: 'skip', reason, assertions: [], exchanges: [] };
  }
  const worst = faults.find(({ isMild }) => isMild !== true) ?? faults[0];
  const severity = cap(cap(main.severity, atMost), worst?.isMild === true ? 'warn' : undefined);
  const verdict = worst === undefined ? kept(severity) : breach[severity];
  const got = worst === undefined ? `it in all ${seen}` : `${worst.got} (${faults.length} of ${seen})`;
  const first = worst === undefined ? arrivals.findLast(({ dpop }) => dpop.length > 0) : worst.arrival;
  const assertion = { requirement: main.id, verdict, expected, got };
  const others = requirements.slice(1).map(({ id }) => ({ ...assertion, requirement: id }));
  return {
    verdict,
    ...(verdict === 'note' ? {} : { attribution: 'strong' as const }),
    reason: worst === undefined ? `Seen in all ${seen} requests: ${expected}.` : `Expected ${expected}; got ${got}.`,
    assertions: [assertion, ...others].map((one) =>
      worst === undefined ? one : { ...one, exchange: worst.arrival.id },
    ),
    exchanges: exchangesOf(worst, first),
  };
}

function exchangesOf(worst: Fault | undefined, first: Arrival | undefined): readonly string[] {
  const before = worst?.other === undefined ? [] : [worst.other.id];
  return [...before, ...(first === undefined ? [] : [first.id])];
}
