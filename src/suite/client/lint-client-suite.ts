import { findClientRequirement, type Requirement, suggested } from '../catalogue.ts';
import type { Suite } from '../schema.ts';
import type { ClientCase, ClientWatch } from './schema.ts';

/** Verbs with which a title may begin. Their subject is the client. */
const titleVerbs: ReadonlySet<string> = new Set(
  `asks begins brings copies crosses dates discards draws finds follows gets gives ignores joins keeps leaves makes marks names
  proves puts reads refreshes refuses retries sends signs stops takes uses writes`.split(/\s+/),
);

export function clientEntries({ clientCases = [], clientWatches = [] }: Suite): readonly (ClientCase | ClientWatch)[] {
  return [...clientCases, ...clientWatches];
}

/** The faults of what a suite says of clients, one sentence each. */
export function clientFaults(suite: Suite, catalogue: readonly Requirement[]): readonly string[] {
  return clientEntries(suite).flatMap((entry) =>
    faultsOf(entry, catalogue).map((fault) => `case ${entry.id}: ${fault}`),
  );
}

function faultsOf(entry: ClientCase | ClientWatch, catalogue: readonly Requirement[]): readonly string[] {
  const [verb = ''] = entry.title.split(' ');
  const named = 'checks' in entry ? entry.checks.map(({ requirement }) => requirement) : [];
  const demanded = 'demandedBy' in entry ? (entry.demandedBy ?? []) : [];
  return [
    ...(titleVerbs.has(verb)
      ? []
      : [`its title begins with "${verb}", not with one of the verbs of lint-client-suite.ts`]),
    ...[...entry.requirements, ...named, ...demanded]
      .filter((id) => findClientRequirement(catalogue, id) === undefined)
      .map((id) => `no requirement ${id} speaks of clients${suggested(catalogue, id)}`),
    ...('checks' in entry ? caseFaults(entry) : []),
  ];
}

function caseFaults({ checks, requirements, posture, task, claims, demandedBy }: ClientCase): readonly string[] {
  const [main] = requirements;
  const rules = checks.flatMap(({ that }) => ('rule' in that && that.rule !== undefined ? [that.rule] : []));
  return [
    ...(checks.some(({ requirement }) => requirement === main)
      ? []
      : ['none of its checks is about its first requirement']),
    ...rules.filter((rule) => rule >= posture.length).map((rule) => `its posture has no rule ${rule}`),
    ...(task.steps[0]?.do === 'token' ? [] : ['its task does not begin with a token']),
    ...(demandedBy !== undefined && claims === undefined
      ? ['a profile cannot demand a claim that it does not name']
      : []),
  ];
}
