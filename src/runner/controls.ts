import type { Op } from '../plan/ops.ts';
import { chosenKey } from '../suite/chosen-key.ts';
import type { ExchangeSpec, SessionSpec } from '../suite/schema.ts';
import type { Sent } from '../exchange/sent.ts';

/** How long an accepted control vouches for what comes right after it, in milliseconds. */
const fresh = 1000;

/**
 * Lawful twins beside the tested exchanges. Neighbours share them: one that ended just before, or that began after the
 * tested exchange ended, serves every case that waits for it.
 */
export type Controls = {
  readonly before: (key: string, make: () => Promise<Sent>) => Promise<Sent>;
  /** `since`: milliseconds since the epoch at which the tested exchange had ended. */
  readonly after: (key: string, since: number, make: () => Promise<Sent>) => Promise<Sent>;
};

type Lane = { last?: Sent; pending?: Promise<Sent> | undefined };

export function createControls(): Controls {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? {};
    lanes.set(key, lane);
    return lane;
  };
  return {
    before: (key, make) =>
      obtain(laneOf(key), (sent) => sent.outcome.class === 'accepted' && Date.now() - sent.endedAt < fresh, make),
    after: (key, since, make) => obtain(laneOf(key), (sent) => sent.startedAt >= since, make),
  };
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
    lane.pending = undefined;
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
