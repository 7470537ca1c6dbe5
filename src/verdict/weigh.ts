import type { ClientCase } from '../suite/client/schema.ts';
import type { Case, WeighingClaim } from '../suite/schema.ts';
import type { GradedRequirement } from './policy.ts';

/** The requirements of a case, first the one that it proves. What the target claims, it proves; what is not claimed is left out. */
function weighed(
  { requirements, whereClaimed }: Pick<Case, 'requirements' | 'whereClaimed'>,
  claims: ReadonlySet<string>,
): readonly string[] {
  if (whereClaimed === undefined) return requirements;
  const { claim, requirement } = whereClaimed;
  const others = requirements.filter((id) => id !== requirement);
  return claims.has(claim satisfies WeighingClaim) ? [requirement, ...others] : others;
}

/** All that a case may be judged by, those of its checks behind its own. */
export function judgedBy(item: Case, claims: ReadonlySet<string>): readonly string[] {
  const ofChecks = item.exchanges.flatMap(({ checks = [] }) => checks.map(({ requirement }) => requirement));
  return [...new Set([...weighed(item, claims), ...ofChecks])];
}

/** All that a case for clients may be judged by: its own, those of profiles that demand a claim, and those of its checks. */
export function judgedByClient({ requirements, demandedBy = [], checks }: ClientCase): readonly string[] {
  return [...new Set([...requirements, ...demandedBy, ...checks.map(({ requirement }) => requirement)])];
}

const order = { fail: 0, warn: 1, info: 2 } as const;

/** For a case that fuzzing wrote: of the rows that the answer itself breaks, the strictest; those of checks stand behind them. */
export function strictestFirst(
  { requirements: own }: Pick<Case, 'requirements'>,
  graded: readonly GradedRequirement[],
): readonly GradedRequirement[] {
  const isOfChecks = (id: string): number => Number(!own.includes(id));
  return graded.toSorted((a, b) => isOfChecks(a.id) - isOfChecks(b.id) || order[a.severity] - order[b.severity]);
}
