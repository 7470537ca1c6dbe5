import { minimal, signatureOf, type Traits } from '../findings/traits.ts';
import type { Place } from '../../suite/schema.ts';
import type { Seen } from '../sequences/commands.ts';
import type { OpenTrack } from './open-tracks.ts';
import { requirementsOf } from '../sequences/sequence-case.ts';
import type { Action } from '../sequences/step.ts';

/** A step that surprised, and the sequence that it belongs to. */
export type SequenceSighting = {
  readonly on: OpenTrack;
  readonly seed: number;
  readonly index: number;
  readonly seen: Seen;
  /** Of an opening: its actions. */
  readonly script?: readonly Action[];
};

/** The rows that were broken; what was sent is added where no row is one of an RFC. */
export function traitsOf({ on, seen }: SequenceSighting): Traits {
  const requirements = requirementsOf(seen);
  const isNamed = requirements.some((row) => row.startsWith('RFC'));
  const ops = seen.sent.spec.delta.map((op) => ('exchange' in op ? op.op : JSON.stringify(op)));
  const rows = isNamed ? requirements : [...requirements, ...ops, String(seen.sent.outcome.status)];
  const place = seen.sent.spec.at ?? on.track.place;
  return { place, surprise: String(seen.surprise), isDoubtful: false, rows: [...new Set(rows)] };
}

/** Groups the sightings by kind, the shortest first. Leaves out kinds that another one explains, and those that are known. */
export function clustered(
  sightings: readonly SequenceSighting[],
  isKnown: (place: Place, requirement: string) => boolean,
): readonly (readonly SequenceSighting[])[] {
  const news = sightings
    .toSorted(bySize)
    .filter((one) => !isKnown(traitsOf(one).place, requirementsOf(one.seen)[0] ?? ''));
  const clusters = [...Map.groupBy(news, (one) => signatureOf(traitsOf(one))).values()];
  const heads = clusters.flatMap((cluster) => cluster.slice(0, 1));
  const kept = new Set(minimal(heads, traitsOf));
  return clusters.filter(([head]) => head !== undefined && kept.has(head));
}

function bySize(a: SequenceSighting, b: SequenceSighting): number {
  return (
    Number(a.on.track.isCostly) - Number(b.on.track.isCostly) ||
    a.seen.past.length - b.seen.past.length ||
    a.index - b.index
  );
}
