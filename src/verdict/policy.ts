import type { Requirement } from '../suite/catalogue.ts';
import type { Profile, Severity } from '../suite/profile.ts';
import { isRow } from '../suite/row-ref.ts';

export type GradedRequirement = {
  readonly id: string;
  readonly role: Requirement['role'];
  readonly section: string;
  readonly level: string;
  readonly summary: string;
  readonly severity: Severity;
  /** The profile that graded it otherwise than the catalogue, and where that stands. */
  readonly by?: { readonly profile: string; readonly source: string };
};

/** What a breach earns. */
export const breach = { fail: 'fail', warn: 'warn', info: 'note' } as const;

/** Where the text leaves a thing open, doing it is an observation and no merit. */
export function kept(severity: Severity): 'note' | 'pass' {
  return severity === 'info' ? 'note' : 'pass';
}

const order = { info: 0, warn: 1, fail: 2 } as const;

/**
 * Severity is policy on top of what was observed: catalogue default, then profiles (the strictest wins), then `strict`,
 * which raises a broken SHOULD to a failure.
 */
export function grade(
  requirement: Omit<GradedRequirement, 'by'>,
  policy: { readonly profiles: readonly Profile[]; readonly strict: boolean },
): GradedRequirement {
  const { id, role, section, level, summary } = requirement;
  const views = policy.profiles.flatMap(({ id: profile, changes }) =>
    changes
      .filter((change) => isRow(requirement, change))
      .map(({ severity, source }) => ({ severity, by: { profile, source } })),
  );
  const [strictest] = views.toSorted((a, b) => order[b.severity] - order[a.severity]);
  const base = strictest?.severity ?? requirement.severity;
  const raised = policy.strict && base === 'warn' && level.startsWith('SHOULD') ? 'fail' : base;
  return {
    id,
    role,
    section,
    level,
    summary,
    severity: raised,
    ...(strictest === undefined ? {} : { by: strictest.by }),
  };
}

export function stricter(a: Severity | undefined, b: Severity): Severity {
  return a !== undefined && order[a] > order[b] ? a : b;
}

export function cap(severity: Severity, atMost: 'warn' | 'info' | undefined): Severity {
  return atMost !== undefined && order[severity] > order[atMost] ? atMost : severity;
}
