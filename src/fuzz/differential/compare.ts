import { defined } from '../../defined.ts';
import type { Op } from '../../plan/ops.ts';
import { describeOp } from '../../plan/describe.ts';
import type { Comparison } from '../../record/comparison.ts';
import type { Bench } from '../../bench/bench.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import { type Budget, budgetOf } from '../budget.ts';
import type { Window } from '../exploration/window.ts';
import { type Asker, createAsker, type PlanAnswer, unjudged } from './answers.ts';
import {
  type Cluster,
  clusters,
  type Column,
  differs,
  rulingOf,
  patternOf,
  policyOf,
  type Row,
} from './differences.ts';
import { all } from '../exploration/phases.ts';
import { type FuzzPlace, fuzzPlaces } from '../plans/vocabulary.ts';

/** One of the targets that are compared. */
export type Contender = {
  readonly name: string;
  readonly bench: Bench;
  readonly width: number;
  readonly places: ReadonlySet<FuzzPlace>;
};

export type Rules = {
  readonly seed: number;
  /** For each target. */
  readonly budget: Budget;
  readonly signal: AbortSignal;
};

type Entrant = Contender & { readonly asker: Asker };

/**
 * Sends the same plans to each target and keeps those that one accepts and another refuses. The two roles of one target are
 * compared in the same way, on the syntax of proofs. Reports differences, no verdicts.
 */
export async function compare(contenders: readonly Contender[], rules: Rules): Promise<Comparison> {
  const entrants = contenders.map((one) => ({ ...one, asker: createAsker(one.bench, one.width) }));
  const places = placesOf(entrants);
  const { rows, stopped } = await collect(entrants, places, rules);
  const roles = entrants.flatMap((one) => rolesOf(one, rows));
  const found = [...clusters(rows), ...clusters(roles)];
  const shown = await confirmed(entrants, found, rules);
  return {
    type: 'comparison',
    seed: rules.seed,
    targets: entrants.map(({ name }) => name),
    places: [...places],
    plans: rows.length,
    compared: rows.filter(({ answers }) => answers.filter(isJudged).length > 1).length,
    differing: [...rows, ...roles].filter(differs).length,
    flickered: found.length - shown.length,
    lost: entrants.flatMap(({ name, asker }) => [...asker.lost].map(([place, why]) => `${name} at ${place} (${why})`)),
    stopped,
    differences: shown.map(toDifference),
  };
}

/** Where two targets can be compared; of a single one, where its two roles can. */
function placesOf(entrants: readonly Entrant[]): readonly FuzzPlace[] {
  const least = Math.max(1, Math.min(2, entrants.length));
  return fuzzPlaces.filter((place) => entrants.filter(({ places }) => places.has(place)).length >= least);
}

type Collected = { readonly rows: readonly Row[]; readonly stopped: string };

async function collect(entrants: readonly Entrant[], places: readonly FuzzPlace[], rules: Rules): Promise<Collected> {
  const overBudgets = entrants.map(({ bench }) => budgetOf(bench, rules.budget));
  const rows: Row[] = [];
  const runs = entrants.length === 1 ? 0 : rules.budget.runs;
  for (const window of all({ places, seed: rules.seed }, runs)) {
    const stopped = overBudgets.map((over) => over()).find((why) => why !== undefined);
    if (stopped !== undefined) return { rows, stopped };
    if (canCompare(entrants, window.place)) rows.push(...(await rowsOf(entrants, window)));
  }
  return { rows, stopped: 'all plans were tried' };
}

/** `false` where too few targets are left that answer. */
function canCompare(entrants: readonly Entrant[], place: FuzzPlace): boolean {
  const left = entrants.filter(({ places, asker }) => places.has(place) && !asker.lost.has(place));
  return left.length >= Math.min(2, entrants.length);
}

async function rowsOf(entrants: readonly Entrant[], window: Window): Promise<readonly Row[]> {
  const { place, session, deltas } = window;
  const there = entrants.filter(({ places }) => places.has(place));
  const columns = await Promise.all(there.map(({ asker }) => asker.ask(window)));
  return deltas.map((ops, index) => ({
    ops,
    session,
    answers: there.map(({ name: target }, at) => ({ target, place, ...(columns[at]?.[index] ?? unjudged) })),
  }));
}

function isJudged({ answered }: PlanAnswer): boolean {
  return answered !== 'unjudged';
}

/** Single changes of the proof alone, as the two roles of one target answer them, where the same holds for both. */
function rolesOf({ name }: Contender, rows: readonly Row[]): readonly Row[] {
  const byPlan = new Map<string, (Column & PlanAnswer)[]>();
  for (const { ops, session, answers } of rows) {
    if (ops.length !== 1 || Object.keys(session).length > 0 || !ops.every(isOfProof)) continue;
    const key = JSON.stringify(ops);
    const own = answers.filter(({ target, place }) => target === name && place !== 'par');
    byPlan.set(key, [...(byPlan.get(key) ?? []), ...own]);
  }
  return [...byPlan]
    .map(([key, answers]) => ({ ops: JSON.parse(key) as readonly Op[], session: {}, answers }))
    .filter(({ answers }) => new Set(answers.map(({ ruling }) => ruling?.expect)).size === 1);
}

/** Lines, schemes, tokens and nonces are dealt with by each role in its own way. */
function isOfProof({ op }: Op): boolean {
  return /^(header-|claim-|json|duplicate-member|segments|signature|sign$|key$|bytes)/.test(op);
}

/** A flicker is no difference: each is asked for once more, plan by plan until one shows it again. */
async function confirmed(
  entrants: readonly Entrant[],
  found: readonly Cluster[],
  { signal }: Rules,
): Promise<readonly Cluster[]> {
  const steady: Cluster[] = [];
  for (const cluster of found) {
    const again = signal.aborted ? undefined : await shownAgain(entrants, cluster);
    if (again !== undefined) steady.push({ ...cluster, rows: [again, ...cluster.rows.filter((row) => row !== again)] });
  }
  return steady;
}

const candidates = 3;

async function shownAgain(entrants: readonly Entrant[], { rows }: Cluster): Promise<Row | undefined> {
  for (const row of rows.slice(0, candidates)) {
    const answers = await Promise.all(
      row.answers.map(async ({ target, place }) => {
        const asker = entrants.find(({ name }) => name === target)?.asker;
        const [answer = unjudged] = (await asker?.ask({ place, session: row.session, deltas: [row.ops] })) ?? [];
        return { target, place, ...answer };
      }),
    );
    if (patternOf({ ...row, answers }) === patternOf(row)) return row;
  }
  return undefined;
}

function toDifference(cluster: Cluster): Comparison['differences'][number] {
  const [row = nothing] = cluster.rows;
  const { expect, isDoubtful, requirements } = rulingOf(row);
  const policy = policyOf(expect, row);
  const key = keyText(row.session);
  return {
    plan: [...row.ops],
    words: row.ops.map(describeOp),
    ...defined({ key }),
    cells: row.answers.map(({ target, place, answered }) => ({ target, place, answered })),
    expect,
    ...(isDoubtful ? { isDoubtful } : {}),
    requirements: [...requirements],
    ...defined({ policy }),
    alike: cluster.rows.length - 1,
  };
}

const nothing: Row = { ops: [], session: {}, answers: [] };

function keyText({ alg, rsaBits, keyKind }: SessionSpec): string | undefined {
  const parts = [alg, rsaBits === undefined ? undefined : `${rsaBits} bits`, keyKind].filter(
    (one) => one !== undefined,
  );
  return parts.length === 0 ? undefined : parts.join(', ');
}
