import { isDeepStrictEqual } from 'node:util';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { findClientRequirement, loadCatalogue, type Requirement } from '../../suite/catalogue.ts';
import { digestOfPlan, digestsOfCases } from '../../suite/lock.ts';
import type { ClientCase, ClientWatch } from '../../suite/client/schema.ts';
import type { Case, Suite, Watch } from '../../suite/schema.ts';
import { grade } from '../../verdict/policy.ts';
import { planOf } from '../../verdict/recompute/plan-of.ts';
import { placeOf } from '../../verdict/recompute/place-of.ts';
import { suites } from '../../../suites/index.ts';
import { chooseProfiles } from '../input/selection.ts';
import { coverageEvent } from '../recording/coverage-event.ts';
import { resolverOf } from '../input/resolver.ts';

/** Read once. */
let catalogue: ReturnType<typeof loadCatalogue> | undefined;

/** What this build has for a run of these profiles. */
export function ownRules(profiles: readonly string[]) {
  catalogue ??= loadCatalogue();
  return { catalogue, suites, profiles: chooseProfiles(profiles) };
}
export type Rules = ReturnType<typeof ownRules>;

/**
 * Where a record says something else of cases and rules than this build has: another case under the same name, another grade,
 * another list of rules. Its own consistency was looked at before.
 */
export function ruleTroubles(record: RunRecord, rules: Rules): readonly Trouble[] {
  const { started, coverage, findings } = record;
  const digests = digestsOfCases(rules.suites);
  const grades = graderOf(rules.catalogue, rules, started.strict);
  const homes = homesOf(rules.suites);
  const isClient = started.targets.some(({ roles }) => roles.includes('client'));
  const due = coverageEvent(rules.suites, rules.catalogue, {
    profiles: rules.profiles,
    roles: { servers: !isClient, clients: isClient },
  });
  const own = isDeepStrictEqual(coverage, JSON.parse(JSON.stringify(due)))
    ? []
    : [trouble(6, 'tampered', 'coverage', 'the list of rules is not that of this build')];
  return [...own, ...findings.flatMap((finding) => findingTroubles(finding, { digests, grades, homes }))];
}

type Own = {
  readonly digests: Readonly<Record<string, string>>;
  readonly grades: (id: string, finding: Pick<Finding, 'place' | 'role'>) => object | undefined;
  readonly homes: ReadonlyMap<string, Home>;
};

/** What a finding repeats of its suite. */
type Home = Pick<Finding, 'suite' | 'suiteTitle' | 'section'> & {
  readonly item: Case | Watch | ClientCase | ClientWatch;
};

function homesOf(all: readonly Suite[]): ReadonlyMap<string, Home> {
  return new Map(
    all.flatMap(
      ({ id: suite, title: suiteTitle, section, cases, watches = [], clientCases = [], clientWatches = [] }) =>
        [...cases, ...watches, ...clientCases, ...clientWatches].map(
          (item) => [item.id, { suite, suiteTitle, section, item }] as const,
        ),
    ),
  );
}

function graderOf(
  catalogue: readonly Requirement[],
  { profiles }: Pick<Rules, 'profiles'>,
  strict: boolean,
): Own['grades'] {
  const resolve = resolverOf(catalogue);
  const known = new Map<string, object | undefined>();
  return (id, { place, role }) => {
    const key = `${id} ${role} ${place}`;
    if (!known.has(key)) {
      const row = role === 'client' ? findClientRequirement(catalogue, id) : resolve(id, placeOf(place));
      known.set(
        key,
        row === undefined ? undefined : (JSON.parse(JSON.stringify(grade(row, { profiles, strict }))) as object),
      );
    }
    return known.get(key);
  };
}

function findingTroubles(finding: Finding, { digests, grades, homes }: Own): readonly Trouble[] {
  const where = `${finding.target}/${finding.instance}`;
  const wrong = (problem: string): readonly Trouble[] => [trouble(6, 'tampered', where, problem)];
  const strange = finding.requirements.find((one) => !isDeepStrictEqual(grades(one.id, finding), one));
  if (strange !== undefined) return wrong(`${strange.id} is not as the catalogue has it, or graded otherwise`);
  if (finding.fuzz !== undefined) return [];
  const home = homes.get(finding.case);
  if (home === undefined) return wrong(`there is no case ${finding.case}`);
  const plan = planOf(finding);
  if (digestOfPlan('case' in plan ? plan.case : plan.watch) !== digests[finding.case])
    return wrong(`its plan is not the case ${finding.case} of the suite`);
  const { suite, suiteTitle, section, item } = home;
  const said = [finding.suite, finding.suiteTitle, finding.section, finding.why];
  return isDeepStrictEqual(said, [suite, suiteTitle, section, item.why])
    ? []
    : wrong('it names another suite than that of its case');
}
