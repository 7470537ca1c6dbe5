import type { Power } from './job.ts';
import type { Budget } from '../fuzz/budget.ts';
import { runCampaign } from '../fuzz/campaign.ts';
import { isSteady } from '../fuzz/findings/confirm-and-report.ts';
import { readFileSync } from 'node:fs';
import { fuzzPlaces } from '../fuzz/plans/vocabulary.ts';
import type { Finding } from '../record/schema.ts';
import type { RunOptions } from '../runner/run.ts';
import { findRequirement, type Requirement } from '../suite/catalogue.ts';
import type { Case, Suite } from '../suite/schema.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import type { SelftestContext } from './context.ts';
import { missesOf } from './power-table.ts';
import { optionsOf, runReference, type ServerName } from './reference.ts';

/** Mutants that a single request or a short sequence can show, because it is accepted or refused. */
export function showable(suites: readonly Suite[], catalogue: readonly Requirement[]): readonly string[] {
  const cases = new Map(suites.flatMap((suite) => suite.cases).map((item) => [item.id, item]));
  // The text leaves these open, or only a profile asks for them.
  const open = catalogue.filter((row) => row.severity === 'info' || row.profile !== 'core');
  const isOpen = (id: string, role: string) => open.some((row) => row.id === id && row.role === role);
  return mutants
    .filter(({ requirements, role }) => !requirements.every((id) => isOpen(id, role)))
    .filter(({ id, requirements }) => killersOf(id).some((name) => isShort(cases.get(name), requirements)))
    .map(({ id }) => id);
}

const matrix = new URL('../../targets/reference/kill-matrix.md', import.meta.url);

const table = new URL('../../targets/reference/fuzz-power.md', import.meta.url);

/** Mutants that fuzzing is known not to find, by the committed table. */
export const isKnownMiss = missesOf(table);

/** The cases that kill a mutant, by the committed kill matrix. */
function killersOf(mutant: string): readonly string[] {
  killers ??= new Map(
    [...readFileSync(matrix, 'utf8').matchAll(/^\| ((?:as|rs)-\S+) \|.*\| ([^|]*) \|$/gm)].map(
      ([, id = '', names = '']) => [id, names.split(/\s+/)],
    ),
  );
  return killers.get(mutant) ?? [];
}

let killers: ReadonlyMap<string, readonly string[]> | undefined;

const mostExchanges = 4;

/**
 * The case judges whether a request is accepted, and does more than note it. It does not judge what the answer looks like,
 * does not wait and does not flood the server.
 */
function isShort(item: Case | undefined, broken: readonly string[]): boolean {
  const [main] = item?.requirements ?? [];
  if (item === undefined || main === undefined || item.lane === 'slow' || item.atMost === 'info') return false;
  const last = item.exchanges.at(-1);
  const isOfChecks = (last?.checks ?? []).some(({ requirement }) => broken.includes(requirement));
  return (
    broken.includes(main) &&
    !isOfChecks &&
    !needsLeftOutToken(item) &&
    !isOfGuardedPost(item) &&
    last !== undefined &&
    (last.expect === 'refuse' || last.expect === 'accept' || last.expect === 'once') &&
    item.at.some((place) => (fuzzPlaces as readonly string[]).includes(place)) &&
    item.exchanges.length <= mostExchanges &&
    item.exchanges.every(({ repeat = 1, after }) => repeat <= 10 && after === undefined)
  );
}

/** Fuzzing sends no token that a resource server may take for a good one. */
function needsLeftOutToken({ exchanges }: Case): boolean {
  return exchanges.some(({ delta }) => delta.some((op) => op.op === 'access-token' && op.use === 'revoked'));
}

/** The preflight warns of it, and the fuzzer goes on with GET. */
function isOfGuardedPost({ needs = [] }: Case): boolean {
  return needs.includes('post-guarded');
}

/** What fuzzing found at one server with one seed, without any case. */
export type Hunt = {
  readonly seed: number;
  /** Requests sent, confirmation included. */
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** No plan was sent, because the server refuses even the plain lawful request. */
  readonly isRefusedPlainly: boolean;
};

/** Fuzzes a mutant of the reference server, or a variant of it, where fuzzing has to find nothing. */
export async function hunt(context: SelftestContext, server: ServerName, seed: number, budget: Budget): Promise<Hunt> {
  let requests = 0;
  let isRefusedPlainly = false;
  const afterCases: RunOptions['afterCases'] = async ({ bench, findings, nextIndex, width, emit }) => {
    const result = await runCampaign({
      bench,
      policy: { profiles: [], strict: false },
      seed,
      budget,
      width,
      emit,
      resolve: (id, place) => findRequirement(context.catalogue, id, place),
      known: findings,
      firstIndex: nextIndex,
    });
    requests = result.summary.requests;
    isRefusedPlainly = bench.facts.blocked.size > 0;
    return { findings: result.findings };
  };
  const bare = { ...context, suites: [] };
  const { findings } = await runReference(bare, optionsOf(server), { slow: false }, afterCases);
  return { seed, requests, findings, isRefusedPlainly };
}

const seeds = [1, 2, 3, 4, 5];
/** The seed changes nothing in these phases. */
const listedPhases: ReadonlySet<string> = new Set(['once', 'singles', 'openings']);
const budget: Budget = { runs: 300, sequences: 30, maxRequests: 20_000, stopAtFirst: true };

/**
 * Fuzzes a mutant with five seeds. The listed plans are the same for every seed, so only the first seed tries them; what
 * it finds there counts for all five.
 */
export async function powerAt(context: SelftestContext, mutant: string): Promise<Power> {
  const hunts: Hunt[] = [];
  for (const seed of seeds) {
    hunts.push(await hunt(context, { mutant }, seed, hunts.length === 0 ? budget : { ...budget, onlyDrawn: true }));
    if (hunts.length === 1 && hunts[0]?.findings.some(isListed) === true) break;
    if (hunts[0]?.isRefusedPlainly === true && hunts[0].findings.length === 0) return foundByPreflight();
  }
  const [first] = hunts;
  const shortest = hunts
    .flatMap(({ findings }) => findings.filter(isSteady))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
  const isSame = hunts.length === 1 && seeds.length > 1;
  return {
    found: isSame ? seeds.length : hunts.filter(({ findings }) => findings.some(isSteady)).length,
    of: seeds.length,
    requests: first?.requests ?? 0,
    phase: shortest?.fuzz?.phase ?? '',
    plan: shortest?.title.replace(/^[^:]*: /, '') ?? '',
    size: shortest === undefined ? 0 : sizeOf(shortest),
  };
}

function foundByPreflight(): Power {
  const found = seeds.length;
  return { found, of: found, requests: 0, phase: 'preflight', plan: 'nothing is changed', size: 0 };
}

function isListed(finding: Finding): boolean {
  return isSteady(finding) && listedPhases.has(finding.fuzz?.phase ?? '');
}

/** The number of ops of a plan with one exchange, or of exchanges of a longer one. */
function sizeOf({ plan }: Finding): number {
  const { exchanges } = plan as Case;
  return exchanges.length === 1 ? (exchanges[0]?.delta.length ?? 0) : exchanges.length;
}
