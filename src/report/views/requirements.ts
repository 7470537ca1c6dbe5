import type { Finding, RequirementRef } from '../../record/schema.ts';
import { type SpecPart, specParts } from '../text/spec-link.ts';
import { requirementStatusOf } from '../../verdict/requirement-status.ts';
import type { Status } from '../../verdict/status.ts';

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
    const status = requirementStatusOf(id, own);
    return status === undefined ? [] : [{ target, status, findings: own.length }];
  });
}
