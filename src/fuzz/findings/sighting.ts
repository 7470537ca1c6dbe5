import type { Op } from '../../plan/ops.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import type { Trial } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** Where a plan comes from: enough to make it again, and to shrink it from there. */
export type Origin = {
  readonly phase: 'singles' | 'pairs' | 'random';
  readonly seed: number;
  readonly index: number;
};

/** A surprise, with the plan that caused it. */
export type Sighting = Extract<Trial, { readonly kind: 'surprise' }> & {
  readonly place: FuzzPlace;
  /** The kind of key, where not the usual one. */
  readonly session: SessionSpec;
  /** The resource, where not the first one. */
  readonly subject?: string;
  readonly ops: readonly Op[];
  readonly origin: Origin;
  /** Of the same kind and size: they may show each time what this one shows for some keys and tokens only. */
  readonly others?: readonly Sighting[];
};

/** What makes two surprises the same one: place, kind, and what was broken (or, where nothing tells, which ops). */
function traitsOf({
  surprise,
  requirements,
  session,
  subject,
  ops,
  outcome,
}: Omit<Sighting, 'origin' | 'place'>): readonly string[] {
  if (surprise === 'accepted') return requirements;
  if (surprise === 'refused' && requirements.length > 0) return requirements;
  const kinds = ops.map((op) => [op.op, 'name' in op ? op.name : ''].join(' ').trim());
  return [
    ...new Set([
      ...Object.values(session).map(String),
      ...(subject === undefined ? [] : [subject]),
      ...kinds,
      ...(surprise === 'crashed' ? [String(outcome.status)] : []),
    ]),
  ];
}

function signatureOf(sighting: Omit<Sighting, 'origin'>): string {
  const { place, surprise, isDoubtful } = sighting;
  return [place, surprise, isDoubtful ? 'doubtful' : '', ...traitsOf(sighting).toSorted()].join('|');
}

const mostOthers = 3;

/** Of each kind of surprise the one with the fewest ops, the earliest of those; in the order in which plans are made. */
export function keepSmallest(kept: Map<string, Sighting>, sightings: readonly Sighting[]): void {
  for (const sighting of sightings) {
    const signature = signatureOf(sighting);
    const known = kept.get(signature);
    if (known === undefined || sighting.ops.length < known.ops.length) kept.set(signature, sighting);
    else if (sighting.ops.length === known.ops.length) kept.set(signature, withOther(known, sighting));
  }
}

function withOther(known: Sighting, { others: _none, ...other }: Sighting): Sighting {
  const { others = [] } = known;
  return others.length < mostOthers ? { ...known, others: [...others, other] } : known;
}

/** Whether `other` is the same kind of surprise at the same place, breaks nothing that `sighting` does not, and no less surely. */
export function isExplainedBy(sighting: Sighting, other: Sighting): boolean {
  if (other.place !== sighting.place || other.surprise !== sighting.surprise) return false;
  if (other.isDoubtful && !sighting.isDoubtful) return false;
  return new Set(traitsOf(other)).isSubsetOf(new Set(traitsOf(sighting)));
}

/** Leaves out what another, simpler surprise explains. */
export function minimal(sightings: readonly Sighting[]): readonly Sighting[] {
  const isSimpler = (other: Sighting, sighting: Sighting): boolean =>
    isExplainedBy(sighting, other) && !isExplainedBy(other, sighting);
  return sightings.filter((sighting) => !sightings.some((other) => isSimpler(other, sighting)));
}
