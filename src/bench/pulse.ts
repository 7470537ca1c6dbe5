import type { Failure } from '../record/transcript.ts';
import { setTimeout as delay } from 'node:timers/promises';

import type { Wire } from '../wire/types.ts';

/** `up`: it answers at once. `back`: it answers again after a while. `gone`: it does not answer. */
export type Life = 'up' | 'back' | 'gone';

/** Whether a target lives, and how fast it usually answers. */
export type Pulse = {
  /** Notes how many milliseconds an accepted lawful request took. */
  readonly beat: (ms: number) => void;
  /** Notes how many milliseconds a refusal took: some servers delay their refusals. */
  readonly refusal: (ms: number) => void;
  /** Milliseconds after which a changed request counts as unanswered, so that a hang does not cost a whole time-out. */
  readonly patience: () => number;
  /** Milliseconds that an answer usually takes, a refusal too. */
  readonly usual: () => number;
  /** Waits for any answer at this URL. Cases that wait for one server share the requests. */
  readonly life: (url: string) => Promise<Life>;
  /** Whether, since this moment (milliseconds since the epoch), somebody who waited for this server found its port closed. */
  readonly closedSince: (url: string, since: number) => boolean;
  /** How often the target died or hung during a case that ran alone. */
  readonly deaths: { count: number };
};

const beatsKept = 20;
const leastPatience = 1000;
const pauseMs = { first: 50, longest: 1600 };
/** A supervisor may need some time to start a server again. */
const longestAwayMs = 8000;

export function createPulse(wire: Pick<Wire, 'send'>, signal: AbortSignal): Pulse {
  const beats: number[] = [];
  const refusals: number[] = [];
  const patience = (): number => Math.round(leastPatience + 20 * median(beats) + 2 * Math.max(0, ...refusals));
  const asking = new Map<string, Promise<Life>>();
  const closedAt = new Map<string, number>();
  const ask = async (url: string): Promise<Life> => {
    const until = performance.now() + longestAwayMs;
    let pause = pauseMs.first;
    for (let life: Life = 'up'; ; life = 'back') {
      const { failure } = await wire.send({ method: 'GET', url, fields: [], timeoutMs: patience() });
      if (failure === undefined || !isSilence(failure)) return life;
      if (isPortClosed(failure)) closedAt.set(new URL(url).origin, Date.now());
      if (signal.aborted || performance.now() > until) return 'gone';
      await delay(pause);
      pause = Math.min(2 * pause, pauseMs.longest);
    }
  };
  return {
    beat: (ms) => remember(beats, ms),
    refusal: (ms) => remember(refusals, ms),
    patience,
    usual: () => Math.max(median(beats), median(refusals)),
    life: (url) => {
      const { origin } = new URL(url);
      const answer = asking.get(origin) ?? ask(url).finally(() => asking.delete(origin));
      asking.set(origin, answer);
      return answer;
    },
    closedSince: (url, since) => (closedAt.get(new URL(url).origin) ?? 0) >= since,
    deaths: { count: 0 },
  };
}

function remember(list: number[], ms: number): void {
  list.push(ms);
  if (list.length > beatsKept) list.shift();
}

function median(beats: readonly number[]): number {
  return beats.toSorted((a, b) => a - b)[Math.floor(beats.length / 2)] ?? 0;
}

/** A new connection was refused. One that breaks, or is not made in time, may be the network's doing. */
function isPortClosed({ kind, message }: Failure): boolean {
  return kind === 'connect' && message.includes('ECONNREFUSED');
}

/** Whether a dead or hanging target shows this failure; requests beside the one that did it show it too. */
export function isSilence({ kind }: Failure): boolean {
  return kind === 'timeout' || kind === 'reset' || kind === 'connect';
}

/** The same for the message of an error. */
export function isSilenceMessage(message: string): boolean {
  return /\b(timeout|reset|connect): /.test(message);
}
