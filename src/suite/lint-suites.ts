import type { Op } from '../plan/ops.ts';
import { findRequirement, requirementsAt, suggested, type Requirement } from './catalogue.ts';
import { clientEntries, clientFaults } from './client/lint-client-suite.ts';
import type { Case, ExchangeSpec, Place, Suite, Watch } from './schema.ts';

/** Verbs with which a title may begin. Their subject is the target. */
const titleVerbs: ReadonlySet<string> = new Set(
  `accepts allows announces answers asks binds challenges changes counts demands enforces exposes follows forbids gives grants
  ignores includes issues keeps limits links lists marks matches may names offers omits processes protects provides publishes
  quotes refuses rejects remembers repeats reports requires returns reveals sends serves sets shows spells states supports takes
  treats uses`.split(/\s+/),
);

/** The faults of all suites together, one sentence each. */
export function lintSuites(suites: readonly Suite[], catalogue: readonly Requirement[]): readonly string[] {
  const entries = suites.flatMap((suite) => [...suite.cases, ...(suite.watches ?? [])]);
  return [
    ...twice(suites.map(({ id }) => id)).map((id) => `suite id "${id}" is used twice`),
    ...twice([...entries, ...suites.flatMap(clientEntries)].map(({ id }) => id)).map(
      (id) => `case id "${id}" is used twice`,
    ),
    ...entries.flatMap((entry) => faultsOf(entry, catalogue).map((fault) => `case ${entry.id}: ${fault}`)),
    ...suites.flatMap((suite) => clientFaults(suite, catalogue)),
  ];
}

function faultsOf(entry: Case | Watch, catalogue: readonly Requirement[]): readonly string[] {
  const [verb = ''] = entry.title.split(' ');
  return [
    ...(titleVerbs.has(verb) ? [] : [`its title begins with "${verb}", not with one of the verbs of lint-suites.ts`]),
    ...twice(entry.at).map((place) => `the place ${place} is named twice`),
    ...entry.requirements.flatMap((id) => requirementFaults(id, entry.at, catalogue)),
    ...entry.at
      .filter((place) => requirementsAt(catalogue, entry.requirements, place).length === 0)
      .map((place) => `none of its requirements speaks of ${place}`),
    ...('exchanges' in entry ? exchangesFaults(entry, catalogue) : []),
  ];
}

/** A requirement may be about one role only, but then the case has to be tried at a place of that role. */
function requirementFaults(id: string, at: readonly Place[], catalogue: readonly Requirement[]): readonly string[] {
  if (at.some((place) => findRequirement(catalogue, id, place) !== undefined)) return [];
  return [`no requirement ${id} speaks of ${at.join(', ')}${suggested(catalogue, id)}`];
}

function exchangesFaults(entry: Case, catalogue: readonly Requirement[]): readonly string[] {
  const names = entry.exchanges.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const faults = entry.exchanges.flatMap((exchange, index) => {
    const earlier = new Set(entry.exchanges.slice(0, index).flatMap(({ name }) => name ?? []));
    return [
      ...references(exchange)
        .filter((name) => !earlier.has(name))
        .map((name) => `exchange ${index + 1} refers to "${name}", which no earlier exchange is called`),
      ...(exchange.after !== undefined && entry.lane !== 'slow'
        ? [`exchange ${index + 1} waits: lane has to be slow`]
        : []),
      ...((exchange.burst === undefined) === (exchange.expect === 'once')
        ? [`exchange ${index + 1}: a burst, and nothing else, is expected to be accepted once`]
        : []),
      ...checkFaults(entry, exchange, catalogue),
    ];
  });
  const { whereClaimed, requirements } = entry;
  if (whereClaimed !== undefined && !requirements.includes(whereClaimed.requirement))
    faults.push(`whereClaimed names ${whereClaimed.requirement}, which is not among the case's requirements`);
  return [...twice(names).map((name) => `two exchanges are called "${name}"`), ...faults];
}

/** The requirement of a check has to apply at the place of its exchange. */
function checkFaults(entry: Case, exchange: ExchangeSpec, catalogue: readonly Requirement[]): readonly string[] {
  return (exchange.checks ?? []).flatMap(({ requirement }) => {
    const listed = entry.requirements.includes(requirement);
    const at = requirementFaults(requirement, exchange.at === undefined ? entry.at : [exchange.at], catalogue);
    return [...(listed ? [] : [`a check names ${requirement}, which is not among the case's requirements`]), ...at];
  });
}

/** The names of the exchanges from which an exchange takes something. */
function references({ delta, with: adjustments = [], clientOf }: ExchangeSpec): readonly string[] {
  const ofOps = [...delta, ...adjustments].flatMap((op: Op) => {
    const values = 'value' in op ? jtiReferences(op.value) : [];
    return op.op === 'proof-of' || op.op === 'grant-of' ? [op.exchange] : values;
  });
  return [...ofOps, ...(clientOf === undefined ? [] : [clientOf])];
}

function jtiReferences(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('$' in value) return (value.$ === 'jti' || value.$ === 'claim-of') && 'of' in value ? [String(value.of)] : [];
  return Object.values(value).flatMap(jtiReferences);
}

function twice<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
