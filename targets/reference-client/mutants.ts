import { defectRows, type Defect } from './defects.ts';
import { checks } from './defects/checks.ts';

export interface Mutant {
  readonly id: Defect;
  /** The check that finds it: its number and its slug. */
  readonly check: number;
  readonly slug: string;
  readonly requirements: readonly string[];
  readonly summary: string;
  readonly base?: string;
  readonly profile?: string;
}

/** Every client with exactly one defect. */
export const mutants: readonly Mutant[] = defectRows.map(({ id, check, breaks, summary, base, profile }) => ({
  id,
  check,
  slug: checks[check],
  requirements: breaks,
  summary,
  ...(base === undefined ? {} : { base }),
  ...(profile === undefined ? {} : { profile }),
}));
