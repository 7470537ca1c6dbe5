import type { Finding, RunRecord } from '../../record/schema.ts';
import type { Policy } from '../../runner/select.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';
import { descriptorOf, type Errand, retried, suiteOfCase, type Where } from './errand.ts';
import { suiteOfFinding } from './replayed.ts';

type Several = { readonly record: RunRecord; readonly findings: readonly Finding[] };

/** Cases and watches as they were run, those that show a watch among them; findings of fuzzing after them, each some times. */
export function errandOfSeveral({ record, findings }: Several, where: Where, policy: Policy): Errand {
  const isElsewhere = where.target !== undefined;
  const keyOf = (target: string, instance: string): string =>
    JSON.stringify(isElsewhere ? [instance] : [target, instance]);
  const cases = findings.filter(({ fuzz }) => fuzz === undefined);
  const found = findings.filter(({ fuzz }) => fuzz !== undefined);
  const wanted = new Set(cases.flatMap((one) => neededBy(record, one).map((instance) => keyOf(one.target, instance))));
  const names = record.started.targets
    .map(({ name }) => name)
    .filter((name) => findings.some((one) => one.target === name));
  const grading = { catalogue: loadCatalogue(), policy, seed: record.started.seed };
  const foundAt = (name: string): readonly Suite[] =>
    isElsewhere ? onceEach(found) : found.filter(({ target }) => target === name).map(suiteOfFinding);
  return {
    descriptors: (isElsewhere ? names.slice(0, 1) : names).map((name) => descriptorOf(record, name, where)),
    suites: merged(cases.map((finding) => suiteOfCase(record, finding))),
    only: (target: string, { id }: { readonly id: string }) => wanted.has(keyOf(target, id)),
    ...(found.length === 0 ? {} : retried(grading, foundAt)),
  };
}

/** The finding itself, and the cases whose answers a watch saw. */
function neededBy({ exchanges }: RunRecord, { instance, basis, exchanges: shown }: Finding): readonly string[] {
  const isWatch = basis.by === 'watch' || basis.by === 'client-watch';
  const seen = isWatch ? shown.flatMap((id) => exchanges.heads.get(id)?.instance ?? []) : [];
  return [instance, ...seen];
}

function onceEach(findings: readonly Finding[]): readonly Suite[] {
  return [...new Map(findings.map((finding) => [finding.instance, suiteOfFinding(finding)])).values()];
}

/** One suite of each id; a case of several findings once, at all their places. */
function merged(suites: readonly Suite[]): readonly Suite[] {
  return [...Map.groupBy(suites, ({ id }) => id).values()].flatMap((group): readonly Suite[] => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        ...first,
        cases: atAllPlaces(group.flatMap(({ cases }) => cases)),
        watches: atAllPlaces(group.flatMap(({ watches = [] }) => watches)),
        clientCases: onceById(group.flatMap(({ clientCases = [] }) => clientCases)),
        clientWatches: onceById(group.flatMap(({ clientWatches = [] }) => clientWatches)),
      },
    ];
  });
}

function onceById<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

function atAllPlaces<Item extends { readonly id: string; readonly at: readonly string[] }>(
  items: readonly Item[],
): Item[] {
  return [...Map.groupBy(items, ({ id }) => id).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, at: [...new Set(group.flatMap(({ at }) => at))] }];
  });
}
