import { rest } from '../bench/rest.ts';
import type { Op } from '../plan/ops.ts';
import { chosenKey } from '../suite/chosen-key.ts';
import type { ExchangeSpec, SessionSpec } from '../suite/schema.ts';
import type { Sent } from '../exchange/sent.ts';
import type { Slots } from './slots.ts';

/** How long an accepted control vouches for what comes right after it: milliseconds, and answers of the target. */
const fresh = { ms: 1000, answers: 10 };
/** The same for how long cases of a crowd wait for others that need the same control after them. */
const gather = { ms: 200, answers: 2 };

/**
 * Lawful twins beside the tested exchanges. Neighbours share them: one that ended just before, or that began after the
 * tested exchange ended, serves every case that waits for it.
 */
export type Controls = {
  readonly before: (key: string, make: () => Promise<Sent>) => Promise<Sent>;
  /** `since`: milliseconds since the epoch at which the tested exchange had ended. `idly`: how the case waits for its neighbours. */
  readonly after: (key: string, since: number, make: () => Promise<Sent>, idly: Slots['without']) => Promise<Sent>;
};

type Lane = { last?: Sent; pending?: Promise<Sent> | undefined; gathering?: Promise<Sent> | undefined };

type Together = {
  readonly width: number;
  readonly signal: AbortSignal;
  /** Milliseconds that an answer usually takes. */
  readonly usual: () => number;
};

/** Where several cases run at once, those that need the same control after them wait for one another. */
export function createControls({ width, signal, usual }: Together): Controls {
  const lanes = new Map<string, Lane>();
  const inMs = ({ ms, answers }: typeof fresh): number => ms + answers * usual();
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? {};
    lanes.set(key, lane);
    return lane;
  };
  return {
    before: (key, make) =>
      obtain(laneOf(key), (sent) => sent.outcome.class === 'accepted' && Date.now() - sent.endedAt < inMs(fresh), make),
    after: (key, since, make, idly) => {
      const lane = laneOf(key);
      // What began in the same millisecond may have begun, and even failed, before the tested exchange ended.
      const serves = (sent: Sent): boolean => sent.startedAt > since;
      if (width === 1 || (lane.last !== undefined && serves(lane.last))) return obtain(lane, serves, make);
      return idly(() => gathered(lane, make, () => rest(inMs(gather), signal)));
    },
  };
}

/** The control that serves all that come until it is sent. */
function gathered(lane: Lane, make: () => Promise<Sent>, wait: () => Promise<void>): Promise<Sent> {
  const sendLater = async (): Promise<Sent> => {
    await wait();
    lane.gathering = undefined;
    return start(lane, make);
  };
  lane.gathering ??= sendLater();
  return lane.gathering;
}

async function obtain(lane: Lane, serves: (sent: Sent) => boolean, make: () => Promise<Sent>): Promise<Sent> {
  for (;;) {
    if (lane.last !== undefined && serves(lane.last)) return lane.last;
    if (lane.pending === undefined) return start(lane, make);
    const sent = await lane.pending;
    if (serves(sent)) return sent;
  }
}

async function start(lane: Lane, make: () => Promise<Sent>): Promise<Sent> {
  const pending = make();
  lane.pending = pending;
  try {
    lane.last = await pending;
    return lane.last;
  } finally {
    if (lane.pending === pending) lane.pending = undefined;
  }
}

/** A plain lawful request is its own control. */
export function isOwnControl({ expect, delta, with: adjustments }: ExchangeSpec, wishes: SessionSpec): boolean {
  const isPlain = delta.every(isNoChange) && adjustments === undefined;
  return expect === 'accept' && isPlain && chosenKey(wishes) === undefined;
}

/** These ops change nothing; they only ask for a resource that has such a path. */
function isNoChange(op: Op): boolean {
  return op.op === 'path' && op.edit !== 'sibling';
}
