import { hash } from 'node:crypto';
import type { Transcript } from '../record/transcript.ts';
import { createAllowance, cutMark, usualLimits } from './allowance.ts';
import { secretFieldPlaces, secretPlaces, type SecretPlace } from './secret-places.ts';
import { isUnguessable, maskOf, maskText } from './mask.ts';
import { createSecretIndex, type SecretIndex, type Span } from './secret-index.ts';
import { answerShower } from './shown-answer.ts';
import type { FieldLine, WireExchange, WireRequest, WireResponse } from './types.ts';

export type Redactor = {
  /** Masks every later occurrence: as it is, percent-encoded, JSON-escaped, or inside base64. */
  readonly add: (secret: string, label: string) => void;
  /** Masks added secrets only; for a proof or a sentence. */
  readonly text: (value: string) => string;
  /** The same for a sentence that may quote a target; a long one is cut. */
  readonly quote: (value: string) => string;
  /** The same for every string inside JSON, member names included. */
  readonly value: (value: unknown) => unknown;
  /** Adds what an answer holds that may come back in another place: for answers of which no transcript is made. */
  readonly study: (answer: WireResponse) => void;
  /** Masks added secrets, and every value in a place for secrets: credentials, cookies, tokens, authorization codes. */
  readonly transcript: (exchange: WireExchange) => Transcript;
};

const quoteLimit = 2048;

/** `unmasked`: nothing is masked, for a run whose record stays private. */
export function createRedactor(options: { readonly unmasked?: boolean } = {}): Redactor {
  const index = createSecretIndex();
  const unmasked = options.unmasked === true;
  const places = unmasked ? () => [] : secretPlaces;
  const learn = learner(index);
  const show = (text: string, limit: number, inside: readonly SecretPlace[]): string => {
    inside.forEach(learn);
    return mask(text, limit, [...findKnown(text, limit), ...inside.map((place) => spanOf(place, index))]);
  };
  const findKnown = (text: string, limit: number): readonly Span[] =>
    unmasked ? [] : index.find(text.slice(0, limit + index.longest()));
  const field = ([name, value]: FieldLine, limit: number = usualLimits.line): [string, string] => {
    const inside = unmasked ? [] : placesInField([name, value]);
    return [show(name, limit, []), show(value, limit, inside)];
  };
  const text = (value: string): string => show(value, Infinity, []);
  // Findings are kept to the end of a run, and a slice would keep the answer that it was taken from.
  const quote = (value: string): string => Buffer.from(show(value, quoteLimit, [])).toString();
  const line = (value: string): string => show(value, usualLimits.line, places(value));
  const body = (value: string, limit: number = usualLimits.body): string =>
    show(value, limit, places(value.slice(0, limit + index.longest())));
  const answer = answerShower({ field, body }, createAllowance());
  const study = (seen: WireResponse): void => {
    if (!unmasked) placesIn(seen, usualLimits.body + index.longest()).forEach(learn);
  };
  return {
    add: (secret, label) => addTo(index, secret, label),
    text,
    quote,
    value: (value) => mapStrings(value, text),
    study,
    transcript: (exchange) => ({
      request: shownRequest(exchange.request, { line, field, body }),
      ...(exchange.response && { response: answer(exchange.response, study) }),
      ...(exchange.failure && { failure: { ...exchange.failure, message: line(exchange.failure.message) } }),
      ...timesOf(exchange),
    }),
  };
}

/** The digest of a token that can be guessed gives the token away, and each proof for it carries that digest (`ath`). */
function addTo(index: SecretIndex, secret: string, label: string): void {
  index.add(secret, label);
  if (label === 'access_token' && secret !== '' && !isUnguessable(secret))
    index.add(hash('sha256', secret, 'base64url'), 'ath');
}

function placesIn({ fields, body }: WireResponse, most: number): readonly SecretPlace[] {
  return [...fields.flatMap(placesInField), ...secretPlaces(body.slice(0, most))];
}

function placesInField([name, value]: FieldLine): readonly SecretPlace[] {
  return secretFieldPlaces(name, value) ?? secretPlaces(value);
}

type Shows = {
  readonly line: (text: string) => string;
  readonly field: (line: FieldLine, limit?: number) => [string, string];
  readonly body: (text: string, limit?: number) => string;
};

function shownRequest({ method, url, via, fields, body }: WireRequest, show: Shows): Transcript['request'] {
  return {
    method: show.line(method),
    url: show.line(url),
    ...(via !== undefined && { via: show.line(via) }),
    fields: fields.map((one) => show.field(one)),
    ...(body !== undefined && { body: show.body(body) }),
  };
}

function timesOf({
  startedAt,
  firstByteMs,
  totalMs,
}: WireExchange): Pick<Transcript, 'startedAt' | 'firstByteMs' | 'totalMs'> {
  return {
    startedAt: new Date(startedAt).toISOString(),
    ...(firstByteMs !== undefined && { firstByteMs: rounded(firstByteMs) }),
    totalMs: rounded(totalMs),
  };
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Servers put these into the paths of later URLs too. Shorter ones may be words. */
const wandering: readonly string[] = ['cookie', 'request_uri'];
const leastLearnt = 12;
const mostLearnt = 2000;

/** Adds values that may come back in another place, where nothing marks them as secret. */
function learner(index: SecretIndex): (place: SecretPlace) => void {
  let learnt = 0;
  return ({ label, value }) => {
    if (!wandering.includes(label) || value.length < leastLearnt || learnt >= mostLearnt) return;
    if (index.known(value) !== undefined) return;
    learnt += 1;
    index.add(value, label);
  };
}

const spanOf = ({ start, end, label, value }: SecretPlace, index: SecretIndex): Span => ({
  ...(index.known(value) ?? maskOf(value, label)),
  start,
  end,
});

/** Replaces the spans, then cuts at the limit: a secret across the cut is masked as a whole. */
function mask(text: string, limit: number, spans: readonly Span[]): string {
  let shown = '';
  let at = 0;
  for (const { start, end, label, fingerprint } of merged(spans)) {
    if (start >= limit) break;
    shown += `${text.slice(at, start)}${maskText({ label, fingerprint })}`;
    at = end;
  }
  const rest = text.length - Math.max(at, limit);
  const kept = `${shown}${text.slice(at, Math.max(at, limit))}`.toWellFormed();
  // A slice would keep the whole text in memory.
  return rest > 0 ? Buffer.from(`${kept}\n${cutMark(rest, text)}`).toString() : kept;
}

/** Overlapping spans become one, named after the longest of them. */
function merged(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const result: Span[] = [];
  let longest = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) {
      result.push(span);
      longest = span.end - span.start;
      continue;
    }
    const named = span.end - span.start > longest ? span : last;
    longest = Math.max(longest, span.end - span.start);
    result[result.length - 1] = { ...named, start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

// A target may nest its JSON as deep as it likes.
const maxDepth = 64;

function mapStrings(value: unknown, change: (text: string) => string, depth = 0): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return `‹more than ${maxDepth} levels deep›`;
  if (Array.isArray(value)) return value.map((each) => mapStrings(each, change, depth + 1));
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, each]) => [change(name), mapStrings(each, change, depth + 1)]));
}
