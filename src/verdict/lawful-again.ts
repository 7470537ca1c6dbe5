import type { ExchangeEvent } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { fieldValues, nonceOf } from './answer.ts';
import { type CheckResult, result } from './check-result.ts';
import { gatherPlain, type PlainRequest } from './plain-request.ts';

export type LawfulAgain = {
  /** Takes every exchange of the place, in the order in which they were answered. */
  readonly look: (event: ExchangeEvent) => void;
  readonly result: () => CheckResult & { readonly exchanges: readonly string[] };
};

/** What is less often may be chance: the least number, share of all tries, and spread over tenths of the run. */
const least = { times: 4, share: 0.01, tenths: 4 };
/** What is so often is no moment of trouble, and no trouble of one node in a hundred. */
const gross = { times: 10, share: 0.1, tenths: 6 };
const shownOccasions = 3;

/** A plain lawful request that was refused between two of the same kind that were accepted. */
type Occasion = { readonly refused: PlainRequest; readonly before: PlainRequest; readonly after: PlainRequest };

/**
 * Counts how often a plain lawful request was refused, or crashed, at a place where the same request (same client, key and
 * access token) was accepted before it and after it.
 */
export function createLawfulAgain(place: Place): LawfulAgain {
  const plain = gatherPlain();
  return {
    look: (event) => {
      if (event.place === place && !isExcused(event)) plain.note(event);
    },
    result: () => concluded(plain.all()),
  };
}

/** A demand for a nonce is judged by another rule; a server that asks for a pause refuses nothing. */
function isExcused({ outcome, proof, transcript: { response } }: ExchangeEvent): boolean {
  if (response === undefined || outcome.class === 'accepted') return response === undefined;
  if (fieldValues(response, 'retry-after').length > 0) return true;
  if (['ratelimit-remaining', 'x-ratelimit-remaining'].some((name) => fieldValues(response, name)[0]?.trim() === '0'))
    return true;
  const given = nonceOf(response);
  const used = (proof?.payload as { readonly nonce?: unknown } | undefined)?.nonce;
  return given !== undefined && given !== used && outcome.error !== 'invalid_token' && outcome.class === 'refused';
}

function concluded(all: readonly PlainRequest[]): ReturnType<LawfulAgain['result']> {
  const groups = [...Map.groupBy(all, ({ sender }) => sender).values()].map(sorted);
  const accepted = groups.map((group) => group.filter(({ isAccepted }) => isAccepted)).filter((own) => own.length > 1);
  const occasions = groups.flatMap(occasionsIn).filter(({ refused }) => !mayBeOfTime(refused, all));
  const tries = sorted([...accepted.flat(), ...occasions.map(({ refused }) => refused)]);
  const exchanges = occasions
    .slice(0, shownOccasions)
    .flatMap(({ refused, before, after }) => [refused.id, before.id, after.id]);
  return { ...weighed(occasions, tries), exchanges };
}

function sorted(requests: readonly PlainRequest[]): readonly PlainRequest[] {
  return requests.toSorted((a, b) => a.start - b.start);
}

function occasionsIn(group: readonly PlainRequest[]): readonly Occasion[] {
  const accepted = group.filter(({ isAccepted }) => isAccepted);
  return group
    .filter(({ isAccepted }) => !isAccepted)
    .flatMap((refused) => {
      const before = accepted.findLast(({ end }) => end <= refused.start);
      const after = accepted.find(({ start }) => start >= refused.end);
      return before === undefined || after === undefined ? [] : [{ refused, before, after }];
    });
}

/** Milliseconds by which the ages of two proofs have to differ, beside the time that the request took. */
const marginMs = 100;
/** So many accepted proofs bear out that an age is taken. */
const bearingOut = 3;

/**
 * A window for `iat` that ends within a second of our clock refuses some proofs and not others: only a proof that is neither
 * the youngest nor the oldest that was sent shows something else. Access tokens were accepted before, and later.
 */
function mayBeOfTime({ age, ms, blames }: PlainRequest, all: readonly PlainRequest[]): boolean {
  if (blames === 'token' || blames === 'server') return false;
  const margin = marginMs + ms;
  const younger = all.filter((other) => other.isAccepted && other.age <= age - margin);
  const older = all.filter((other) => other.isAccepted && other.age >= age + margin);
  return younger.length < bearingOut || older.length < bearingOut;
}

function weighed(occasions: readonly Occasion[], tries: readonly PlainRequest[]): CheckResult {
  const expected = 'every plain lawful request accepted, as the same request was before and after';
  if (tries.length === 0) return result(undefined, expected, 'No plain lawful request was sent more than once');
  const got = `${occasions.length} of ${tries.length} such requests refused${answersOf(occasions)}`;
  if (!reaches(occasions, tries, least)) return result(true, expected, got);
  const guess = `${got}; several instances behind one name may not be alike`;
  const misstated = occasions.filter(({ refused }) => refused.blames !== 'nothing');
  return reaches(misstated, tries, gross)
    ? result(false, expected, guess)
    : { ok: false, expected, got: guess, atMost: 'warn' };
}

/** An outage or a restart is over soon; what goes on through the run is how the server is. */
function reaches(occasions: readonly Occasion[], tries: readonly PlainRequest[], limit: typeof least): boolean {
  const places = new Map(tries.map((request, index) => [request, Math.floor((10 * index) / tries.length)]));
  const tenths = new Set(occasions.map(({ refused }) => places.get(refused)));
  const isOften = occasions.length >= limit.times && occasions.length / tries.length >= limit.share;
  return isOften && tenths.size >= limit.tenths;
}

function answersOf(occasions: readonly Occasion[]): string {
  const answers = [...Map.groupBy(occasions, ({ refused }) => refused.text)];
  const shown = answers.toSorted(([, a], [, b]) => b.length - a.length).slice(0, 3);
  const texts = shown.map(([text, own]) => `${own.length} times ${text}`);
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}
