import type { Offer } from '../bench/offer.ts';
import { matchesGlob } from 'node:path';
import type { Asked } from '../record/scope.ts';
import type { Case, Place, Suite, Watch } from '../suite/schema.ts';
import { isInSection, isLevel, type Requirement, roleOf } from '../suite/catalogue.ts';
import { isAsked, type Profile } from '../suite/profile.ts';
import { grade, type GradedRequirement } from '../verdict/policy.ts';
import { judgedBy } from '../verdict/weigh.ts';

/** One case at one place (and, for cases that run at each, one client or resource). */
export type Instance = {
  readonly id: string;
  readonly index: number;
  readonly suite: Suite;
  readonly place: Place;
  readonly requirements: readonly GradedRequirement[];
  readonly subject?: string;
} & ({ readonly kind: 'case'; readonly case: Case } | { readonly kind: 'watch'; readonly watch: Watch });

export type Selection = {
  readonly suites?: readonly string[];
  /** Case ids, instance ids, or a part of one with `*`. */
  readonly cases?: readonly string[];
  readonly sections?: readonly string[];
  readonly levels?: readonly string[];
  readonly roles?: readonly string[];
  readonly slow: boolean;
};

export type Policy = { readonly profiles: readonly Profile[]; readonly strict: boolean };

export type Resolve = (id: string, place: Place) => Requirement | undefined;

/** How rules are found and graded. */
export type Grading = { readonly resolve: Resolve; readonly policy: Policy };

/** All instances the selection asks for, in the order of suites, cases and places. */
export function selectInstances(
  suites: readonly Suite[],
  grading: Grading,
  offer: Offer,
  selection: Selection,
): readonly Instance[] {
  const all = suites.flatMap((suite) => [
    ...suite.cases.flatMap((item) => caseInstances(suite, item, grading, offer)),
    ...(suite.watches ?? []).flatMap((watch) =>
      watch.at
        .filter((place) => offer.places.has(place) && isMainAsked(watch.requirements, place, grading))
        .map((place) => ({
          kind: 'watch' as const,
          watch,
          id: `${watch.id}@${place}`,
          suite,
          place,
          requirements: gradeAll(watch.requirements, place, grading),
        })),
    ),
  ]);
  const ordered = all.map((instance, index) => ({ ...instance, index }));
  return ordered.filter((instance) => isSelected(instance, selection));
}

function caseInstances(
  suite: Suite,
  item: Case,
  grading: Grading,
  offer: Offer,
): readonly Omit<Instance & { kind: 'case' }, 'index'>[] {
  return item.at
    .filter((place) => offer.places.has(place) && isMainAsked(item.requirements, place, grading))
    .flatMap((place) => {
      const requirements = gradeAll(judgedBy(item, offer.claims), place, grading);
      const base = { kind: 'case' as const, case: item, suite, place, requirements };
      const more = item.each === undefined || item.each === false ? [] : offer.subjects(place, item);
      return [
        ...(item.each === 'further' ? [] : [{ ...base, id: `${item.id}@${place}` }]),
        ...more.map((subject) => ({ ...base, id: `${item.id}@${place}~${slug(subject)}`, subject })),
      ];
    });
}

function slug(subject: string): string {
  const path = subject.replace(/^(\S+) https?:\/\/[^/]*/, '$1');
  return (
    path
      .replace(/^GET (?=\/.)/, '')
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'root'
  );
}

/** A case of which a profile asks is run only where that profile is selected. */
function isMainAsked(ids: readonly string[], place: Place, { resolve, policy: { profiles } }: Grading): boolean {
  const main = ids.map((id) => resolve(id, place)).find((row) => row !== undefined);
  return main !== undefined && isAsked(main, profiles);
}

function gradeAll(ids: readonly string[], place: Place, { resolve, policy }: Grading): readonly GradedRequirement[] {
  return ids.flatMap((id) => {
    const requirement = resolve(id, place);
    return requirement === undefined || !isAsked(requirement, policy.profiles) ? [] : [grade(requirement, policy)];
  });
}

function isSelected(instance: Instance, selection: Selection): boolean {
  if (instance.requirements.length === 0) return false;
  if (instance.kind === 'case' && instance.case.lane === 'slow' && !selection.slow && !namesIt(instance, selection))
    return false;
  const main = instance.requirements[0];
  return (
    matches(selection.suites, (wanted) => instance.suite.id === wanted) &&
    matches(selection.cases, (wanted) => named(instance, wanted)) &&
    matches(selection.sections, (wanted) =>
      instance.requirements.some(({ section }) => isInSection(section, wanted)),
    ) &&
    matches(selection.roles, (wanted) => roleOf(instance.place) === wanted) &&
    matches(selection.levels, (wanted) => isLevel(main?.level ?? '', wanted))
  );
}

/** By its whole name: who asks for many with `*` does not mean to wait minutes for some of them. */
function namesIt(instance: Instance, { cases }: Selection): boolean {
  return cases?.some((wanted) => !wanted.includes('*') && named(instance, wanted)) ?? false;
}

function matches(wanted: readonly string[] | undefined, test: (value: string) => boolean): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some(test);
}

function named(instance: Instance, wanted: string): boolean {
  const id = instance.kind === 'case' ? instance.case.id : instance.watch.id;
  return isNamed({ id, instance: instance.id }, wanted);
}

/** By the id of the case or its instance; `*` is any text. */
export function isNamed({ id, instance }: { readonly id: string; readonly instance: string }, wanted: string): boolean {
  if (!wanted.includes('*')) return id === wanted || instance === wanted;
  return matchesGlob(id, wanted) || matchesGlob(instance, wanted);
}

/** What a selection leaves out, in the words of the command line. */
export function narrowingsOf({ suites, cases, sections, levels, roles }: Selection): Asked['narrowed'] {
  const options = { '--suite': suites, '--case': cases, '--section': sections, '--level': levels, '--role': roles };
  return Object.entries(options).flatMap(([by, to = []]) => (to.length === 0 ? [] : [{ by, to: [...to] }]));
}

/** How many cases and watches apply, selected or not; and how many of them wait in real time and were not asked for. */
export function countApplying(
  suites: readonly Suite[],
  grading: Grading,
  offer: Offer,
  { slow }: Selection,
): { readonly of: number; readonly waiting: number } {
  const whole = { ...offer, places: new Set([...offer.places, ...offer.withheld]) };
  const of = selectInstances(suites, grading, whole, { slow }).length;
  const all = slow ? of : selectInstances(suites, grading, whole, { slow: true }).length;
  return { of, waiting: all - of };
}
