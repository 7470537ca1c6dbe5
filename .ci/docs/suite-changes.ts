import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  findClientRequirement,
  loadCatalogue,
  type Requirement,
  requirementsAt,
  roleOf,
} from '../../src/suite/catalogue.ts';
import type { ClientCase, ClientWatch } from '../../src/suite/client/schema.ts';
import type { Case, Watch } from '../../src/suite/schema.ts';
import { judgedByClient } from '../../src/verdict/weigh.ts';
import { suites } from '../../suites/index.ts';

/** Every case and watch by id, with the severity of a breach at each server: `as fail, rs warn`. */
export type Weighed = Readonly<Record<string, string>>;

const released = new URL('../../suites/catalogue/released.json', import.meta.url);
const Released = z.strictObject({ release: z.string().nullable(), cases: z.record(z.string(), z.string()) });

/** The cases of the last release. Before the first release there are none. */
export function readReleased(): z.output<typeof Released> {
  return Released.parse(JSON.parse(readFileSync(released, 'utf8')));
}

export const releasedFile: URL = released;

export function weighedCases(): Weighed {
  const catalogue = loadCatalogue();
  const all = suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])]);
  return Object.fromEntries([
    ...all.map((each) => [each.id, weightOf(catalogue, each)] as const),
    ...ofClients().map((each) => [each.id, clientWeightOf(catalogue, each)] as const),
  ]);
}

function weightOf(catalogue: readonly Requirement[], { at, requirements, atMost }: Case | Watch): string {
  const weights = at.flatMap((place) => {
    const [main] = requirementsAt(catalogue, requirements, place);
    return main === undefined ? [] : [`${roleOf(place)} ${atMost ?? main.severity}`];
  });
  return [...new Set(weights)].toSorted().join(', ');
}

function ofClients(): readonly (ClientCase | ClientWatch)[] {
  return suites.flatMap(({ clientCases = [], clientWatches = [] }) => [...clientCases, ...clientWatches]);
}

function clientWeightOf(catalogue: readonly Requirement[], { requirements, atMost }: ClientCase | ClientWatch): string {
  const main = requirements.flatMap((id) => findClientRequirement(catalogue, id) ?? [])[0];
  return main === undefined ? '' : `client ${atMost ?? main.severity}`;
}

export type Changes = {
  readonly added: readonly string[];
  readonly retired: readonly string[];
  readonly regraded: readonly string[];
};

export function changesBetween(before: Weighed, now: Weighed): Changes {
  const ids = Object.keys(now);
  return {
    added: ids.filter((id) => before[id] === undefined),
    retired: Object.keys(before).filter((id) => now[id] === undefined),
    regraded: ids.filter((id) => before[id] !== undefined && before[id] !== now[id]),
  };
}

/** The numbers that `proofmark list` prints. */
export function countSuites(): { readonly cases: number; readonly requirements: number; readonly covered: number } {
  const catalogue = loadCatalogue();
  const all = suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])]);
  const clients = ofClients();
  const coveredOfClients = new Set(
    clients.flatMap((each) => ('checks' in each ? judgedByClient(each) : each.requirements)),
  );
  const covered = coveredBy(catalogue, all) + coveredOfClients.size;
  return { cases: all.length + clients.length, requirements: catalogue.length, covered };
}

function coveredBy(catalogue: readonly Requirement[], all: readonly (Case | Watch)[]): number {
  const named = all.flatMap((each) => each.at.flatMap((place) => requirementsAt(catalogue, idsOf(each), place)));
  return new Set(named).size;
}

function idsOf(each: Case | Watch): readonly string[] {
  const checks = 'exchanges' in each ? each.exchanges.flatMap((exchange) => exchange.checks ?? []) : [];
  return [...each.requirements, ...checks.map(({ requirement }) => requirement)];
}
