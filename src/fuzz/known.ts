import { isDeepStrictEqual } from 'node:util';
import type { Op } from '../plan/ops.ts';
import type { Finding } from '../record/schema.ts';
import type { Case, Place } from '../suite/schema.ts';
import { isBreach } from '../verdict/judgement.ts';
import { caseOf } from './findings/as-case.ts';
import { type Sighting, traitsOf } from './findings/sighting.ts';
import { kindsOf, minimal } from './findings/traits.ts';

/** Whether a finding says it already: the same place, and the same requirement broken. */
export function isKnown(known: readonly Finding[], at: Place, main: string | undefined): boolean {
  return known.some(
    ({ place, verdict, requirements }) =>
      place === at && isBreach(verdict) && requirements.some(({ id }) => id === main),
  );
}

/** Of these sightings what no other explains, and no finding says already. */
export function newsIn(known: readonly Finding[], sightings: Iterable<Sighting>): readonly Sighting[] {
  return minimal([...sightings], traitsOf).filter((sighting) => !isSaid(known, sighting));
}

/** Whether a finding says it already, by what was broken or by what was sent. */
export function isSaid(known: readonly Finding[], sighting: Sighting): boolean {
  const [main] = caseOf(sighting).requirements;
  return isKnown(known, sighting.place, main) || known.some((finding) => sendsTheSame(finding, sighting));
}

/**
 * Whether findings of other parts of the run say already what a finding of fuzzing says: had fuzzing known them, it would not have
 * reported it.
 */
export function isSaidElsewhere(known: readonly Finding[], { place, plan }: Finding): boolean {
  const { requirements: [main] = [], exchanges: [exchange, second] = [], session = {} } = plan as Partial<Case>;
  if (isKnown(known, place as Place, main)) return true;
  if (exchange === undefined || second !== undefined) return false;
  const { delta, with: shared = [], expect } = exchange;
  const ops = [...shared.filter(({ op }) => op !== 'minted-token'), ...delta];
  const surprise = expect === 'refuse' ? 'accepted' : expect === 'accept' ? 'refused' : 'crashed';
  return known.some((finding) => sendsTheSame(finding, { place, session, ops, surprise }));
}

type Sent = {
  readonly session?: object;
  readonly exchanges?: readonly {
    readonly delta?: readonly Op[];
    readonly with?: readonly Op[];
    readonly expect?: string;
  }[];
};

type Shown = {
  readonly place: string;
  readonly session: object;
  readonly ops: readonly Op[];
  readonly surprise: Sighting['surprise'];
};

/**
 * A case of one exchange that sent the same changes there, and came to anything. Where the changes of the case are refused or
 * crash the server by themselves, more changes beside them show nothing new; what is accepted has to be the very same.
 */
function sendsTheSame({ place, verdict, plan }: Finding, sighting: Shown): boolean {
  const { session = {}, exchanges = [] } = plan as Sent;
  const [exchange, second] = exchanges;
  if (place !== sighting.place || exchange === undefined || second !== undefined) return false;
  if (!isBreach(verdict) && verdict !== 'note') return false;
  const { delta = [], with: shared = [], expect } = exchange;
  const sent = [...shared, ...delta];
  if (delta.length === 0 || !isDeepStrictEqual(session, sighting.session)) return false;
  const isSame = sighting.surprise === 'crashed' ? isAlike : isDeepStrictEqual;
  if (!sent.every((op) => sighting.ops.some((other) => isSame(op, other)))) return false;
  if (sighting.surprise === 'accepted') return sent.length === sighting.ops.length && expect === 'refuse';
  return sighting.surprise !== 'refused' || expect === 'accept';
}

/** The same change, or one of the same member to another value of the same kind: `NaN` and `0x7f` are both no JSON. */
function isAlike(op: Op, other: Op): boolean {
  const isOfOneKind = symbolOf(op) !== undefined && symbolOf(op) === symbolOf(other);
  return isDeepStrictEqual(op, other) || (isOfOneKind && isDeepStrictEqual(kindsOf([op]), kindsOf([other])));
}

function symbolOf(op: Op): string | undefined {
  const value: unknown = 'value' in op ? op.value : undefined;
  return typeof value === 'object' && value !== null && '$' in value ? String(value.$) : undefined;
}
