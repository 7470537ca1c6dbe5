import type { Op } from '../../plan/ops.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import type { Trial } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';
import { kindsOf, signatureOf, type Traits } from './traits.ts';

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
  /** Of the same kind and size: one of them may show each time what this one shows for some keys and tokens only. */
  readonly others?: readonly Sighting[];
};

/** What was broken; what was sent, where no requirement names the surprise. */
export function traitsOf(sighting: Omit<Sighting, 'origin'>): Traits {
  const { place, surprise, isDoubtful } = sighting;
  return { place, surprise, isDoubtful, rows: rowsOf(sighting) };
}

function rowsOf({
  surprise,
  requirements,
  session,
  subject,
  ops,
  outcome,
}: Omit<Sighting, 'origin'>): readonly string[] {
  if (surprise === 'accepted') return requirements;
  if (surprise === 'refused' && requirements.length > 0) return requirements;
  return [
    ...new Set([
      ...Object.values(session).map(String),
      ...(subject === undefined ? [] : [subject]),
      ...kindsOf(ops),
      ...(surprise === 'crashed' ? [String(outcome.status)] : []),
    ]),
  ];
}

const mostOthers = 3;

/** Keeps of each kind of surprise the one with the fewest ops, and of those the first, in the order in which plans are made. */
export function keepSmallest(kept: Map<string, Sighting>, sightings: readonly Sighting[]): void {
  for (const sighting of sightings) {
    const signature = signatureOf(traitsOf(sighting));
    const known = kept.get(signature);
    if (known === undefined || sighting.ops.length < known.ops.length) kept.set(signature, sighting);
    else if (sighting.ops.length === known.ops.length) kept.set(signature, withOther(known, sighting));
  }
}

function withOther(known: Sighting, { others: _none, ...other }: Sighting): Sighting {
  const { others = [] } = known;
  return others.length < mostOthers ? { ...known, others: [...others, other] } : known;
}
