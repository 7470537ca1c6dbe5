import { findClientRequirement, isInSection, isLevel, type Requirement } from '../../suite/catalogue.ts';
import type { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import { isAsked } from '../../suite/profile.ts';
import type { Suite } from '../../suite/schema.ts';
import { grade, type GradedRequirement } from '../../verdict/policy.ts';
import { judgedByClient } from '../../verdict/weigh.ts';
import { isNamed, type Policy, type Selection } from '../select.ts';

/** One case or watch for clients, with its rules as this run grades them. */
export type ClientInstance = {
  readonly id: string;
  readonly index: number;
  readonly suite: Suite;
  readonly requirements: readonly GradedRequirement[];
} & ({ readonly kind: 'case'; readonly case: ClientCase } | { readonly kind: 'watch'; readonly watch: ClientWatch });

export type ClientGrading = { readonly catalogue: readonly Requirement[]; readonly policy: Policy };

/** All that the selection asks for, in the order of the suites. A case of which only a profile asks is left out without it. */
export function selectClientInstances(
  suites: readonly Suite[],
  grading: ClientGrading,
  selection: Selection,
): readonly ClientInstance[] {
  const all = suites.flatMap((suite) => [
    ...(suite.clientCases ?? []).map((item) => ({
      kind: 'case' as const,
      case: item,
      id: `${item.id}@${item.place}`,
      suite,
      requirements: gradeRows(judgedByClient(item), grading),
      isAsked: isMainAsked(item.requirements, grading),
    })),
    ...(suite.clientWatches ?? []).map((watch) => ({
      kind: 'watch' as const,
      watch,
      id: `${watch.id}@${watch.place}`,
      suite,
      requirements: gradeRows(watch.requirements, grading),
      isAsked: isMainAsked(watch.requirements, grading),
    })),
  ]);
  return all
    .map(({ isAsked: asked, ...instance }, index) => ({ instance: { ...instance, index }, asked }))
    .filter(({ instance, asked }) => asked && isSelected(instance, selection))
    .map(({ instance }) => instance);
}

function isMainAsked(ids: readonly string[], { catalogue, policy: { profiles } }: ClientGrading): boolean {
  const row = ids.map((id) => findClientRequirement(catalogue, id)).find((one) => one !== undefined);
  return row !== undefined && isAsked(row, profiles);
}

/** Rows as this run grades them; without those that only a profile asks for which is not selected. */
export function gradeRows(ids: readonly string[], { catalogue, policy }: ClientGrading): readonly GradedRequirement[] {
  return ids.flatMap((id) => {
    const row = findClientRequirement(catalogue, id);
    return row === undefined || !isAsked(row, policy.profiles) ? [] : [grade(row, policy)];
  });
}

function isSelected({ id, suite, requirements }: ClientInstance, selection: Selection): boolean {
  const caseId = id.replace(/@.*$/, '');
  const { suites, cases, sections, levels, roles } = selection;
  return (
    matches(suites, (wanted) => suite.id === wanted) &&
    matches(cases, (wanted) => isNamed({ id: caseId, instance: id }, wanted)) &&
    matches(sections, (wanted) => requirements.some(({ section }) => isInSection(section, wanted))) &&
    matches(roles, (wanted) => wanted === 'client') &&
    matches(levels, (wanted) => isLevel(requirements[0]?.level ?? '', wanted))
  );
}

function matches(wanted: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some(test);
}
