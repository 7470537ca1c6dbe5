import type { Finding } from '../../record/schema.ts';
import { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import { Case, Watch } from '../../suite/schema.ts';
import { Inconsistent } from './evidence.ts';

export type FindingPlan =
  | { readonly kind: 'case'; readonly case: Case }
  | { readonly kind: 'watch'; readonly watch: Watch }
  | { readonly kind: 'client-case'; readonly case: ClientCase }
  | { readonly kind: 'client-watch'; readonly watch: ClientWatch };

/** Findings of one case share their plan. */
const known = new WeakMap<object, FindingPlan>();

/**
 * The case or watch that a finding is about.
 *
 * @throws Inconsistent
 */
export function planOf({ plan }: Pick<Finding, 'plan'>): FindingPlan {
  if (typeof plan !== 'object' || plan === null) return read(plan);
  const found = known.get(plan) ?? read(plan);
  known.set(plan, found);
  return found;
}

function read(plan: unknown): FindingPlan {
  const item = Case.safeParse(plan);
  if (item.success) return { kind: 'case', case: item.data };
  const watch = Watch.safeParse(plan);
  if (watch.success) return { kind: 'watch', watch: watch.data };
  const clientCase = ClientCase.safeParse(plan);
  if (clientCase.success) return { kind: 'client-case', case: clientCase.data };
  const clientWatch = ClientWatch.safeParse(plan);
  if (clientWatch.success) return { kind: 'client-watch', watch: clientWatch.data };
  throw new Inconsistent('its plan is neither a case nor a watch');
}
