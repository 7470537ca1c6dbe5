import { setTimeout } from 'node:timers/promises';
import type { Bench } from '../../bench/bench.ts';
import { lifeAt, lossAt } from '../../bench/life.ts';
import type { Session } from '../../bench/session.ts';
import { createSessions, type Sessions } from '../../bench/sessions.ts';
import type { Site } from '../../bench/site.ts';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import { inParallel } from '../../pool.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { roleOf } from '../../suite/catalogue.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import { sendDelta } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** Plans that go out at once. */
export type Window = {
  readonly place: FuzzPlace;
  /** The kind of key that all of them are sent with. */
  readonly session: SessionSpec;
  /** A further resource of the descriptor, or a client. */
  readonly subject?: string;
  readonly deltas: readonly (readonly Op[])[];
};

/** What is made of the answer to one plan. */
export type Reading<A> = {
  readonly read: (site: Site<FuzzPlace>, ops: readonly Op[]) => Promise<A>;
  /** Nothing came back: then the target may be gone. */
  readonly isSilent: (answer: A) => boolean;
};

/** In the order of the plans. `isGone`: the target stopped answering for good while they were under way. */
export type WindowAnswers<A> = { readonly answers: readonly A[]; readonly isGone: boolean };

export type WindowSender = {
  /**
   * Sends the plans at once. They count only if a lawful request is accepted afterwards; else they are sent again, with new
   * sessions. `undefined`: nothing of them counts.
   */
  readonly send: <A>(window: Window, reading: Reading<A>) => Promise<WindowAnswers<A> | undefined>;
  /** Why no more is to be had from a place. */
  readonly lost: ReadonlyMap<FuzzPlace, string>;
};

const attempts = 3;

/** `width` requests at once; fewer for a while when the target throttles. */
export function createWindowSender(bench: Bench, width: number): WindowSender {
  const state: State = { bench, width, wide: width, sessions: createSessions(bench), lost: new Map() };
  return { send: (window, reading) => sendWindow(state, window, reading), lost: state.lost };
}

type State = {
  readonly bench: Bench;
  readonly width: number;
  /** At once just now. */
  wide: number;
  sessions: Sessions;
  readonly lost: Map<FuzzPlace, string>;
};

async function sendWindow<A>(state: State, window: Window, reading: Reading<A>): Promise<WindowAnswers<A> | undefined> {
  const { bench, lost } = state;
  const { place, subject } = window;
  for (let attempt = 0; attempt < attempts && !bench.signal.aborted; attempt += 1) {
    const loss = lossAt(bench, place, subject);
    if (loss !== undefined) {
      lost.set(place, loss);
      return undefined;
    }
    if (attempt > 0) await rest(bench, attempt);
    const session = await sessionOrGone(state.sessions, window);
    if (session === undefined) return undefined;
    if (session !== 'gone') {
      const answers = await sendAll(state, window, (ops) => reading.read({ bench, place, session }, ops));
      if (answers.some(reading.isSilent) && (await lifeAt(bench, place)) === 'gone') {
        lost.set(place, lossAt(bench, place, subject) ?? 'the target stopped answering');
        return { answers, isGone: true };
      }
      if (await isSound(state, place)) return { answers, isGone: false };
    }
    giveUp(state, place, attempt);
  }
  return undefined;
}

/** A target that locks us out after so many bad proofs may do so for a moment only. */
async function rest({ signal }: Bench, attempt: number): Promise<void> {
  await setTimeout(attempt * 1000, undefined, { signal }).catch(() => undefined);
}

/** A target that asks for a pause gets half as many at once, and more again bit by bit. */
async function sendAll<A>(
  state: State,
  { deltas }: Window,
  answerTo: (ops: readonly Op[]) => Promise<A>,
): Promise<readonly A[]> {
  const { bench, width } = state;
  const pausedUntil = bench.pause.until;
  const answers = await inParallel(deltas, state.wide, answerTo);
  const isThrottled = bench.pause.until > pausedUntil;
  state.wide = isThrottled ? Math.max(1, Math.floor(state.wide / 2)) : Math.min(width, state.wide + 1);
  return answers;
}

async function isSound({ bench, sessions }: State, place: FuzzPlace): Promise<boolean> {
  try {
    const { outcome } = await sendDelta({ bench, place, session: await sessions.get(place, {}) }, []);
    return outcome.class === 'accepted';
  } catch (error) {
    if (error instanceof HarnessError) return false;
    throw error;
  }
}

/** New sessions for the next attempt. After the last one the place is lost, unless the run itself was ended. */
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

/** A target that is gone, or refuses lawful requests, gives no session. */
async function sessionOrGone(sessions: Sessions, window: Window): Promise<Session | 'gone' | undefined> {
  try {
    return await sessionFor(sessions, window);
  } catch (error) {
    if (error instanceof HarnessError) return 'gone';
    throw error;
  }
}

/** `undefined` where the target gives no token for this kind of key. */
async function sessionFor(sessions: Sessions, { place, session: spec, subject }: Window): Promise<Session | undefined> {
  try {
    const session = await sessions.get(place, spec, subject);
    if (place === 'resource') await session.token('own');
    return session;
  } catch (error) {
    const isOfKey = spec.alg !== undefined || spec.keyKind !== undefined;
    const isRefused = error instanceof HarnessError && error.code === 'ERR_TOKEN_REFUSED';
    if (error instanceof Inapplicable || (isOfKey && isRefused)) return undefined;
    throw error;
  }
}
