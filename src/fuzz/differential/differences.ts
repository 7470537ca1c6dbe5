import type { Op } from '../../plan/ops.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import { kindsOf } from '../findings/traits.ts';
import type { PlanAnswer } from './answers.ts';
import type { Ruling } from '../oracle/ruling.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** One column of a comparison: a target at a place. */
export type Column = { readonly target: string; readonly place: FuzzPlace };

/** One plan, and what each column answers. */
export type Row = {
  readonly ops: readonly Op[];
  /** The kind of key it is sent with, where not the usual one. */
  readonly session: SessionSpec;
  readonly answers: readonly (Column & PlanAnswer)[];
};

/** Rows that differ in the same way, the smallest first. */
export type Cluster = {
  readonly rows: readonly Row[];
  readonly expect: Ruling['expect'];
  readonly isDoubtful: boolean;
  /** Broken by it, or liberties that it takes. */
  readonly requirements: readonly string[];
};

/** One target accepts what another refuses. */
export function differs({ answers }: Pick<Row, 'answers'>): boolean {
  const seen = new Set(answers.map(({ answered }) => answered));
  return seen.has('accepted') && seen.has('refused');
}

/** Groups what differs by which targets accept and what is broken; what a simpler difference explains is counted with it. */
export function clusters(rows: readonly Row[]): readonly Cluster[] {
  const groups = Map.groupBy(rows.filter(differs), keyOf);
  const all = [...groups.values()].flatMap((group) => clusterOf(group) ?? []).toSorted(bySize);
  const kept: Cluster[] = [];
  for (const cluster of all) {
    const simpler = kept.findIndex((other) => explains(other, cluster));
    const found = kept[simpler];
    if (found === undefined) kept.push(cluster);
    else kept[simpler] = { ...found, rows: [...found.rows, ...cluster.rows] };
  }
  return kept;
}

function clusterOf(rows: readonly Row[]): Cluster | undefined {
  const sorted = rows.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const [first] = sorted;
  return first === undefined ? undefined : { rows: sorted, ...rulingOf(first) };
}

/** What the judge rules; where it depends on the target (its clock, its nonces), either answer is lawful. */
export function rulingOf({ answers }: Row): Pick<Cluster, 'expect' | 'isDoubtful' | 'requirements'> {
  const rulings = answers.flatMap(({ ruling }) => ruling ?? []);
  const [first] = rulings;
  const isShared = rulings.every(({ expect }) => expect === first?.expect);
  const requirements = [...new Set(rulings.flatMap((ruling) => ruling.requirements))].toSorted();
  const isDoubtful = rulings.every((ruling) => ruling.expect !== 'either' && ruling.isDoubtful === true);
  return { expect: first !== undefined && isShared ? first.expect : 'either', isDoubtful, requirements };
}

function keyOf(row: Row): string {
  const { expect, requirements } = rulingOf(row);
  return JSON.stringify([
    patternOf(row),
    row.session,
    expect,
    requirements.length > 0 ? requirements : kindsOf(row.ops).toSorted(),
  ]);
}

/** Which targets accept, and which refuse. */
export function patternOf({ answers }: Row): string {
  return answers.map(({ target, place, answered }) => `${target}@${place} ${answered}`).join(', ');
}

function sizeOf({ ops }: Row): number {
  return ops.length * 100_000 + JSON.stringify(ops).length;
}

function bySize(one: Cluster, other: Cluster): number {
  const [a, b] = [one.rows[0], other.rows[0]];
  return a === undefined || b === undefined ? 0 : sizeOf(a) - sizeOf(b);
}

/** The same columns differ, and all the ops of the simpler plan are of kinds that are in the other too. */
function explains(simple: Cluster, other: Cluster): boolean {
  const [a, b] = [simple.rows[0], other.rows[0]];
  if (a === undefined || b === undefined || a.ops.length >= b.ops.length) return false;
  const isAlike = patternOf(a) === patternOf(b) && JSON.stringify(a.session) === JSON.stringify(b.session);
  return isAlike && new Set(kindsOf(a.ops)).isSubsetOf(new Set(kindsOf(b.ops)));
}

/** What a server may decide for itself, so that servers differ and none is wrong. */
export function policyOf(expect: Ruling['expect'], { ops, session }: Pick<Row, 'ops' | 'session'>): string | undefined {
  if (expect !== 'either') return undefined;
  if (Object.keys(session).length > 0) return 'which keys and algorithms are taken';
  const text = JSON.stringify(ops);
  if (ops.some(({ op }) => op === 'duplicate-member')) return 'which of two members of one name counts';
  const sets = (name: string): boolean => ops.some((op) => op.op === 'claim-set' && op.name === name);
  if (/"alg":|"name":"alg"/.test(text)) return 'which keys and algorithms are taken';
  if (sets('iat')) return 'how old or how far ahead a proof may be';
  if (sets('jti')) return 'which proof ids are remembered, or too long';
  if (ops.some(({ op }) => op === 'nonce') || sets('nonce')) return 'how long a nonce is good, and where';
  return undefined;
}
