import type { Outcome } from '../record/schema.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import { mediaTypeOf } from '../verdict/outcome.ts';
import type { WireExchange } from '../wire/types.ts';
import type { Plan } from './plan.ts';

/** Learns how fast the target is, and which media types the lawful answers of a resource have. */
export function learnFrom(plan: Plan, exchange: WireExchange, { class: kind }: Outcome): void {
  const { bench } = plan;
  if (kind === 'refused') bench.pulse.refusal(exchange.totalMs);
  if (kind !== 'accepted' || plan.delta.length > 0) return;
  learnMediaType(plan, exchange);
  bench.pulse.beat(exchange.totalMs);
}

function learnMediaType({ bench, session, place, ops }: Plan, { response }: WireExchange): void {
  const { resource } = session;
  if (place !== 'resource' || resource === undefined || response === undefined || ops.length > 0) return;
  const types = bench.facts.mediaTypes.get(resourceKey(resource)) ?? new Set();
  bench.facts.mediaTypes.set(resourceKey(resource), types.add(mediaTypeOf(response)));
}
