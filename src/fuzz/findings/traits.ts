import type { Op } from '../../plan/ops.ts';
import type { Place } from '../../suite/schema.ts';

/** What makes two surprises the same one, of single requests and of sequences alike. */
export type Traits = {
  readonly place: Place;
  readonly surprise: string;
  /** The text only recommends what was broken. */
  readonly isDoubtful: boolean;
  /** The requirements that were broken; where none names the surprise, what was sent. */
  readonly rows: readonly string[];
};

/** The same for surprises of the same kind. */
export function signatureOf({ place, surprise, isDoubtful, rows }: Traits): string {
  return [place, surprise, isDoubtful ? 'doubtful' : '', ...rows.toSorted()].join('|');
}

/** Whether one surprise has no row that the other lacks, is of the same kind at the same place, and is no less sure. */
export function explains(one: Traits, other: Traits): boolean {
  if (one.place !== other.place || one.surprise !== other.surprise) return false;
  if (one.isDoubtful && !other.isDoubtful) return false;
  return new Set(one.rows).isSubsetOf(new Set(other.rows));
}

/** Leaves out what another, simpler surprise explains. */
export function minimal<T>(items: readonly T[], traitsOf: (item: T) => Traits): readonly T[] {
  const all = items.map((item) => ({ item, traits: traitsOf(item) }));
  const isSimpler = (one: Traits, other: Traits): boolean => explains(one, other) && !explains(other, one);
  return all.filter(({ traits }) => !all.some((one) => isSimpler(one.traits, traits))).map(({ item }) => item);
}

/** The kinds of ops, each once: the op, and the name of the member or field that it changes. */
export function kindsOf(ops: readonly Op[]): readonly string[] {
  return [...new Set(ops.map((op) => ('name' in op ? `${op.op} ${op.name}` : op.op)))];
}
