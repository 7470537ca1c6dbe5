import type { Finding, RequirementRef, Verdict } from '../../record/schema.ts';
import { type SpecPart, specParts } from '../text/spec-link.ts';
import { type Status, statuses, statusOf } from '../../verdict/status.ts';

/** One requirement of the run and how each target stands to it. */
export type RequirementView = {
  readonly requirement: RequirementRef;
  readonly spec: readonly SpecPart[];
  readonly results: readonly { readonly target: string; readonly status: Status; readonly findings: number }[];
};

/** A requirement of one role: the same id may bind both servers. */
export function requirementKey({ id, role }: Pick<RequirementRef, 'id' | 'role'>): string {
  return `${id} ${role}`;
}

/** Every requirement that a finding names, in order of its id. */
export function requirementViews(findings: readonly Finding[]): readonly RequirementView[] {
  const uses = findings.flatMap((finding) => finding.requirements.map((requirement) => ({ requirement, finding })));
  const groups = Map.groupBy(uses, ({ requirement }) => requirementKey(requirement));
  const views = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { requirement } = first;
    const results = resultsOf(
      requirement.id,
      group.map(({ finding }) => finding),
    );
    return [{ requirement, spec: specParts(requirement.section), results }];
  });
  return views.toSorted((a, b) => inNumericOrder.compare(requirementKey(a.requirement), requirementKey(b.requirement)));
}

const inNumericOrder = new Intl.Collator('en', { numeric: true });

/** A target whose findings leave this one open has no result. */
function resultsOf(id: string, findings: readonly Finding[]): RequirementView['results'] {
  return [...Map.groupBy(findings, ({ target }) => target)].flatMap(([target, own]) => {
    const status = worst(own.map((finding) => requirementStatus(id, finding)));
    return status === undefined ? [] : [{ target, status, findings: own.length }];
  });
}

/**
 * What the finding says about this one of its requirements. One that its assertions do not single out shares a pass,
 * but no breach: that belongs to the requirement it is asserted of.
 */
function requirementStatus(id: string, finding: Finding): Status | undefined {
  const verdicts = finding.assertions.filter(({ requirement }) => requirement === id).map(({ verdict }) => verdict);
  const verdict = verdictOrder.find((candidate) => verdicts.includes(candidate));
  if (verdict !== undefined) return statusOf({ ...finding, verdict });
  const isShared = finding.assertions.length === 0 || finding.verdict === 'pass' || finding.verdict === 'skip';
  return isShared ? statusOf(finding) : undefined;
}

const verdictOrder: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'note', 'pass', 'skip'];

function worst(list: readonly (Status | undefined)[]): Status | undefined {
  return statuses.find((status) => list.includes(status));
}
