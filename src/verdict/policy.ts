import { defined } from '../defined.ts';
import type { Requirement } from '../suite/catalogue.ts';
import type { Profile, Severity } from '../suite/profile.ts';
import { isRow } from '../suite/row-ref.ts';

export type GradedRequirement = {
  readonly id: string;
  readonly role: Requirement['role'];
  readonly section: string;
  readonly level: string;
  readonly summary: string;
  /** How a breach counts in this run. */
  readonly severity: Severity;
  /** How it counts by the catalogue alone. */
  readonly base: Severity;
  /** The profile that grades it otherwise than the catalogue, how, and where that stands. */
  readonly by?: { readonly profile: string; readonly severity: Severity; readonly source: string };
};

/** What a breach earns. */
export const breach = { fail: 'fail', warn: 'warn', info: 'note' } as const;

/** Where the text leaves a thing open, doing it is an observation and no merit. */
export function kept(severity: Severity): 'note' | 'pass' {
  return severity === 'info' ? 'note' : 'pass';
}

const order = { info: 0, warn: 1, fail: 2 } as const;

type Gradable = Omit<GradedRequirement, 'base' | 'by'>;

/**
 * Severity is policy on top of what was observed: catalogue default, then profiles (the strictest wins), then `strict`,
 * which raises a broken SHOULD to a failure.
 */
export function grade(
  requirement: Gradable,
  policy: { readonly profiles: readonly Profile[]; readonly strict: boolean },
): GradedRequirement {
  const { id, role, section, level, summary } = requirement;
  const views = policy.profiles.flatMap(({ id: profile, changes }) =>
    changes
      .filter((change) => isRow(requirement, change))
      .map(({ severity, source }) => ({ profile, severity, source })),
  );
  const [strictest] = views.toSorted((a, b) => order[b.severity] - order[a.severity]);
  const base = requirement.severity;
  const severity = severityOf({ base, level, by: strictest }, policy.strict);
  return { id, role, section, level, summary, severity, base, ...defined({ by: strictest }) };
}

type Grounds = {
  readonly base: Severity;
  readonly level: string;
  readonly by?: { readonly severity: Severity } | undefined;
};

/** What a broken row weighs: the strictest view of a profile, else its own; raised where a SHOULD is to be kept strictly. */
export function severityOf({ base, level, by }: Grounds, strict: boolean): Severity {
  const severity = by?.severity ?? base;
  return strict && severity === 'warn' && level.startsWith('SHOULD') ? 'fail' : severity;
}

export function stricter(a: Severity | undefined, b: Severity): Severity {
  return a !== undefined && order[a] > order[b] ? a : b;
}

export function cap(severity: Severity, atMost: 'warn' | 'info' | undefined): Severity {
  return atMost !== undefined && order[severity] > order[atMost] ? atMost : severity;
}
