import { defined } from '../defined.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { Plan } from './plan.ts';

/** The part of a plan that says which replica it goes to. */
export function replicaOf({ replica }: ExchangeSpec): Pick<Plan, 'replica'> {
  return defined({ replica });
}

/**
 * The origin that the connection goes to, where that is not the one of the URL.
 * @throws Inapplicable where the descriptor names no such replica
 */
export function viaOf({ bench: { loaded }, place, replica }: Plan): string | undefined {
  if (replica === undefined) return undefined;
  const via = loaded.descriptor[roleOf(place)]?.replicas?.[replica - 1];
  if (via === undefined) throw new Inapplicable(`the descriptor names no replica ${replica}`);
  return via;
}
