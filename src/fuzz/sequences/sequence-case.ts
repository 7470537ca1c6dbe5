import { defined } from '../../defined.ts';
import { createHash } from 'node:crypto';
import { describeOp } from '../../plan/describe.ts';
import type { Op } from '../../plan/ops.ts';
import type { Need } from '../../suite/need.ts';
import type { Case, ExchangeSpec } from '../../suite/schema.ts';
import type { Seen } from './commands.ts';
import { again } from './proof-actions.ts';
import type { Step, SentStep, Track } from './step.ts';

/** What a surprise breaks, the main row first. */
export function requirementsOf({ surprise, requirement, ruling }: Seen): readonly string[] {
  if (surprise === 'crashed') return ['PM-ROBUST'];
  if (surprise === 'unmet') return [requirement ?? ''];
  return ruling.requirements;
}

/**
 * A surprising step, and what it takes to come to it, as a case: what is confirmed, replayed and saved. The place is that
 * of the last exchange, since the requirements are those of the server that it goes to.
 */
export function sequenceCase(track: Track, seen: Seen, needs: readonly Need[]): Case {
  const { sent, ruling, surprise } = seen;
  const place = sent.spec.at ?? track.place;
  const names = namesFor(seen);
  const exchanges = [
    ...seen.past.flatMap((one) => [
      setUp(one, at(track, one, place), names),
      ...(sent.onlyIfCaught === one.name ? [caught(one, at(track, one, place), names)] : []),
    ]),
    lastOf(seen, names),
  ];
  // What is a warning at most by the text is that also where the target claims to notice replays.
  const isClaimed = sent.isReplay === true && surprise === 'accepted' && ruling.atMost === undefined;
  const requirements = [...requirementsOf(seen), ...(isClaimed ? ['PM-REPLAY-CLAIM'] : [])];
  const digest = createHash('sha256')
    .update(JSON.stringify([track.id, exchanges]))
    .digest('hex');
  return {
    id: `sequence-${digest.slice(0, 10)}`,
    title: titleOf(seen, names).slice(0, 300),
    requirements,
    at: [place],
    ...(isClaimed ? { whereClaimed: { claim: 'replay-detection' as const, requirement: 'PM-REPLAY-CLAIM' } } : {}),
    ...(needs.length === 0 ? {} : { needs: [...needs] }),
    ...(Object.keys(track.session).length === 0 ? {} : { session: track.session }),
    ...(ruling.fault === undefined || surprise === 'crashed' || surprise === 'unmet' ? {} : { fault: ruling.fault }),
    ...(ruling.atMost === undefined || surprise === 'crashed' || surprise === 'unmet' ? {} : { atMost: ruling.atMost }),
    exchanges,
  };
}

function at({ place }: Track, { spec }: Step, main: string): Pick<ExchangeSpec, 'at'> {
  const own = spec.at ?? place;
  return own === main ? {} : { at: own };
}

/** Steps that another one refers to, called by their order, so that the same sequence has the same id. */
function namesFor({ past, sent }: Seen): ReadonlyMap<string, string> {
  const text = JSON.stringify([...past, sent].map(({ spec }) => spec));
  const referred = past.filter(({ name }) => text.includes(`"${name}"`) || sent.onlyIfCaught === name);
  const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'];
  return new Map(referred.map(({ name }, index) => [name, ordinals[index] ?? name]));
}

function specOf({ spec }: Step, names: ReadonlyMap<string, string>): Omit<ExchangeSpec, 'expect'> {
  const { at: _at, ...rest } = spec;
  return { ...rest, delta: spec.delta.map((op) => renamed(op, names)) };
}

/** What is lawful is so altogether: its control is the plain request, so that a refusal has something to stand against. */
function lastOf(seen: Seen, names: ReadonlyMap<string, string>): ExchangeSpec {
  const expect = expectationOf(seen);
  const { with: adjustments = [], ...spec } = specOf(seen.sent, names);
  if (expect === 'accept') return { ...spec, delta: [...adjustments, ...spec.delta], expect };
  return { ...spec, ...(adjustments.length === 0 ? {} : { with: adjustments }), expect };
}

function renamed(op: Op, names: ReadonlyMap<string, string>): Op {
  if ('exchange' in op) return { ...op, exchange: names.get(op.exchange) ?? op.exchange };
  if (op.op !== 'claim-set' || typeof op.value !== 'object' || op.value === null || !('of' in op.value)) return op;
  const { of } = op.value;
  return typeof of === 'string' ? { ...op, value: { ...op.value, of: names.get(of) ?? of } } : op;
}

/** The exchange as it went: what was accepted must be so again; what was refused may be. */
function setUp(one: SentStep, place: Pick<ExchangeSpec, 'at'>, names: ReadonlyMap<string, string>): ExchangeSpec {
  const name = names.get(one.name);
  const { checks: _checks, ...spec } = specOf(one, names);
  const { class: kind } = one.outcome;
  const expect = kind === 'accepted' ? 'accept' : kind === 'challenged' ? 'challenge' : 'observe';
  return { ...defined({ name }), ...place, ...spec, expect };
}

function caught(one: SentStep, place: Pick<ExchangeSpec, 'at'>, names: ReadonlyMap<string, string>): ExchangeSpec {
  const { resource } = one.spec;
  return {
    ...place,
    ...defined({ resource }),
    delta: again(one).map((op) => renamed(op, names)),
    expect: 'refuse',
    premise: 'it takes the very same proof again',
  };
}

function expectationOf({ surprise }: Seen): ExchangeSpec['expect'] {
  if (surprise === 'accepted') return 'refuse';
  return surprise === 'crashed' ? 'observe' : 'accept';
}

const verbs = {
  accepted: 'rejects',
  refused: 'accepts',
  crashed: 'answers without a server error',
  unmet: 'binds the token to the key of the proof',
} as const;

function titleOf({ past, sent, surprise }: Seen, names: ReadonlyMap<string, string>): string {
  const before = past.length === 0 ? '' : `, after ${past.map((one) => wordsOf(one, names)).join(', then ')}`;
  return `${verbs[surprise ?? 'crashed']}: ${wordsOf(sent, names)}${before}`;
}

function wordsOf({ spec }: Step, names: ReadonlyMap<string, string>): string {
  const changes = [...(spec.with ?? []), ...spec.delta].map((op) => describeOp(renamed(op, names)));
  const times = spec.repeat === undefined ? '' : ` ${spec.repeat} times`;
  const text = changes.length === 0 ? 'a plain request' : changes.join(' and ');
  return `${text}${times}${spec.at === undefined ? '' : ` at ${spec.at}`}${spec.resource === undefined ? '' : ' at the second resource'}`;
}
