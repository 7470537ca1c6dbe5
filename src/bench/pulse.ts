import { setTimeout as delay } from 'node:timers/promises';
import type { Failure } from '../record/schema.ts';
import type { Wire } from '../wire/types.ts';

/** `up`: it answers at once. `back`: it answers again after a while. `gone`: it does not. */
export type Life = 'up' | 'back' | 'gone';

/** Whether a target lives, and how quick it usually is. */
export type Pulse = {
  /** An accepted lawful request took so many milliseconds. */
  readonly beat: (ms: number) => void;
  /** A refusal took so many milliseconds: some servers let whoever errs wait. */
  readonly refusal: (ms: number) => void;
  /** How many milliseconds a changed request may take until it counts as unanswered: a hang must not cost a whole time-out. */
  readonly patience: () => number;
  /** Milliseconds that an answer usually takes, be it a refusal. */
  readonly usual: () => number;
  /** Waits until anything at all is answered at this URL. Cases that wait for one server share the question. */
  readonly life: (url: string) => Promise<Life>;
  /** How often the target was seen to die, or to hang, by a case run alone. */
  readonly deaths: { count: number };
};

const beatsKept = 20;
const leastPatience = 1000;
const pauseMs = { first: 50, longest: 1600 };
/** A supervisor may take a while to start a server again. */
const longestAwayMs = 8000;

export function createPulse(wire: Pick<Wire, 'send'>, signal: AbortSignal): Pulse {
  const beats: number[] = [];
  const refusals: number[] = [];
  const patience = (): number => Math.round(leastPatience + 20 * median(beats) + 2 * Math.max(0, ...refusals));
  const asking = new Map<string, Promise<Life>>();
  const ask = async (url: string): Promise<Life> => {
    const until = performance.now() + longestAwayMs;
    let pause = pauseMs.first;
    for (let life: Life = 'up'; ; life = 'back') {
      const { failure } = await wire.send({ method: 'GET', url, fields: [], timeoutMs: patience() });
      if (failure === undefined || !isSilence(failure)) return life;
      if (signal.aborted || performance.now() > until) return 'gone';
      await delay(pause);
      pause = Math.min(2 * pause, pauseMs.longest);
    }
  };
  return {
    beat: (ms) => keep(beats, ms),
    refusal: (ms) => keep(refusals, ms),
    patience,
    usual: () => Math.max(median(beats), median(refusals)),
    life: (url) => {
      const { origin } = new URL(url);
      const answer = asking.get(origin) ?? ask(url).finally(() => asking.delete(origin));
      asking.set(origin, answer);
      return answer;
    },
    deaths: { count: 0 },
  };
}

function keep(list: number[], ms: number): void {
  list.push(ms);
  if (list.length > beatsKept) list.shift();
}

function median(beats: readonly number[]): number {
  return beats.toSorted((a, b) => a - b)[Math.floor(beats.length / 2)] ?? 0;
}

/** Failures that a dead or hanging target shows, and its neighbours' requests with it. */
export function isSilence({ kind }: Failure): boolean {
  return kind === 'timeout' || kind === 'reset' || kind === 'connect';
}

/** The same, where an error has only words for it. */
export function tellsSilence(message: string): boolean {
  return /\b(timeout|reset|connect): /.test(message);
}
