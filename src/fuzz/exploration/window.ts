import { inParallel } from '../../pool.ts';
import { setTimeout } from 'node:timers/promises';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { createSessions, type Sessions } from '../../bench/sessions.ts';
import { lifeAt, lossAt } from '../../bench/life.ts';
import { roleOf } from '../../suite/catalogue.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import type { Sighting, Origin } from '../findings/sighting.ts';
import { sendDelta, type Trial, tryDelta } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

export type Counts = { agrees: number; either: number; surprise: number; unjudged: number };

/** So many plans go out before a lawful request has to be accepted again. */
export const windowSize = 64;
const attempts = 3;

export type Batch = {
  readonly place: FuzzPlace;
  /** The kind of key that all of them are sent with. */
  readonly session: SessionSpec;
  /** A further resource of the descriptor. */
  readonly subject?: string;
  readonly origin: Omit<Origin, 'index'>;
  /** Index of the first. */
  readonly from: number;
  readonly deltas: readonly (readonly Op[])[];
};

export type Explorer = {
  /** Sends a window of plans at once; what it tells counts only if lawful requests were accepted before and after it. */
  readonly explore: (batch: Batch) => Promise<readonly Sighting[]>;
  readonly counts: Readonly<Counts>;
  /** Why no more is to be had from a place. */
  readonly lost: ReadonlyMap<FuzzPlace, string>;
  /** What was under way when the target stopped answering for good; no more of them than went out at once. */
  readonly suspects: readonly Sighting[];
};

/** `width` requests at once; fewer for a while when the target throttles. */
export function createExplorer(bench: Bench, width: number): Explorer {
  const state: State = {
    bench,
    width,
    wide: width,
    sessions: createSessions(bench),
    counts: { agrees: 0, either: 0, surprise: 0, unjudged: 0 },
    lost: new Map(),
    suspects: [],
  };
  return { explore: (batch) => exploreWindow(state, batch), ...state };
}

type State = {
  readonly bench: Bench;
  readonly width: number;
  /** At once just now. */
  wide: number;
  sessions: Sessions;
  readonly counts: Counts;
  readonly lost: Map<FuzzPlace, string>;
  readonly suspects: Sighting[];
};

async function exploreWindow(state: State, batch: Batch): Promise<readonly Sighting[]> {
  const { bench, counts, lost } = state;
  const { place, deltas, subject } = batch;
  for (let attempt = 0; attempt < attempts && !bench.signal.aborted; attempt += 1) {
    const loss = lossAt(bench, place, subject);
    if (loss !== undefined) {
      lost.set(place, loss);
      break;
    }
    if (attempt > 0) await rest(bench, attempt);
    const session = await sessionOrGone(state.sessions, batch);
    if (session === undefined) break;
    if (session === 'gone') {
      giveUp(state, place, attempt);
      continue;
    }
    const trials = await sendAll(state, batch, session);
    const sightings = sightingsIn(batch, trials);
    const silent = sightings.filter(({ surprise }) => surprise === 'silent');
    if (silent.length > 0 && (await lifeAt(bench, place)) === 'gone') {
      lost.set(place, lossAt(bench, place, subject) ?? 'the target stopped answering');
      state.suspects.push(...silent.slice(0, state.width));
      counts.unjudged += deltas.length;
      return sightings.filter((sighting) => !silent.includes(sighting));
    }
    if (await isSound(state, place)) {
      for (const trial of trials) counts[isExcused(trial) ? 'either' : trial.kind] += 1;
      return sightings.filter((sighting) => !isExcused(sighting));
    }
    giveUp(state, place, attempt);
  }
  counts.unjudged += deltas.length;
  return [];
}

/** New sessions for the next attempt; after the last one nothing more is to be had here, unless it was us who ended it. */
function giveUp(state: State, place: FuzzPlace, attempt: number): void {
  const { facts, nonces } = state.bench;
  // Lawful requests were accepted without a nonce before any plan went out.
  if (facts.nonce[place] === 'none') nonces.distrust(roleOf(place));
  state.sessions = createSessions(state.bench);
  if (attempt === attempts - 1 && !state.bench.signal.aborted) state.lost.set(place, whyGivenUp(state.bench, place));
}

function whyGivenUp(bench: Bench, place: FuzzPlace): string {
  const ofTokens = place === 'resource' ? lossAt(bench, 'token') : undefined;
  const why =
    ofTokens === undefined ? 'lawful requests are no longer accepted' : `no access token is to be had: ${ofTokens}`;
  return lossAt(bench, place) ?? why;
}

function isExcused(trial: Trial | Sighting): boolean {
  return 'isExcused' in trial;
}

/** Who locks us out after so many bad proofs may do so for a moment only. */
async function rest({ signal }: Bench, attempt: number): Promise<void> {
  await setTimeout(attempt * 1000, undefined, { signal }).catch(() => undefined);
}

/** A target that asks for a pause gets half as many at once, and more again bit by bit. */
async function sendAll(state: State, { place, deltas }: Batch, session: Session): Promise<readonly Trial[]> {
  const { bench, width } = state;
  const pausedUntil = bench.pause.until;
  const trials = await inParallel(deltas, state.wide, (ops) => tryDelta({ bench, place, session }, ops));
  const isThrottled = bench.pause.until > pausedUntil;
  state.wide = isThrottled ? Math.max(1, Math.floor(state.wide / 2)) : Math.min(width, state.wide + 1);
  return trials;
}

export async function isSound(
  { bench, sessions }: Pick<State, 'bench' | 'sessions'>,
  place: FuzzPlace,
): Promise<boolean> {
  try {
    const { outcome } = await sendDelta({ bench, place, session: await sessions.get(place, {}) }, []);
    return outcome.class === 'accepted';
  } catch (error) {
    if (error instanceof HarnessError) return false;
    throw error;
  }
}

/** Of a target that is gone, or refuses lawful requests, there is no session to be had. */
export async function sessionOrGone(
  sessions: Sessions,
  batch: Pick<Batch, 'place' | 'session' | 'subject'>,
): Promise<Session | 'gone' | undefined> {
  try {
    return await sessionFor(sessions, batch);
  } catch (error) {
    if (error instanceof HarnessError) return 'gone';
    throw error;
  }
}

/** Not every kind of key can be had a token for. */
async function sessionFor(
  sessions: Sessions,
  { place, session: spec, subject }: Pick<Batch, 'place' | 'session' | 'subject'>,
): Promise<Session | undefined> {
  try {
    const session = await sessions.get(place, spec, subject);
    if (place === 'resource') await session.token('own');
    return session;
  } catch (error) {
    const isOfKey = spec.alg !== undefined || spec.keyKind !== undefined;
    const isRefused = error instanceof HarnessError && error.code === 'ERR_TOKEN_REQUEST';
    if (error instanceof Inapplicable || (isOfKey && isRefused)) return undefined;
    throw error;
  }
}

function sightingsIn(
  { place, session, subject, origin, from, deltas }: Batch,
  trials: readonly Trial[],
): readonly Sighting[] {
  const at = { place, session, ...(subject === undefined ? {} : { subject }) };
  return trials.flatMap((trial, offset): Sighting[] =>
    trial.kind === 'surprise'
      ? [{ ...trial, ...at, ops: deltas[offset] ?? [], origin: { ...origin, index: from + offset } }]
      : [],
  );
}
