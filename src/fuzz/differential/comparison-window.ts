import type { Site } from '../../bench/site.ts';
import { inParallel } from '../../pool.ts';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Sent } from '../../exchange/sent.ts';
import { createSessions } from '../../bench/sessions.ts';
import { silenceOf } from '../../runner/silence.ts';
import { lossAt } from '../../bench/life.ts';
import { type Batch, isSound, sessionOrGone } from '../exploration/window.ts';
import { rulingOn } from '../oracle/oracle.ts';
import type { Ruling } from '../oracle/ruling.ts';
import { sendDelta } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** How one target answers one plan. `unjudged`: nothing follows from the answer, or lawful requests were refused too. */
export type Cell = {
  readonly answered: 'accepted' | 'refused' | 'crashed' | 'unjudged';
  readonly ruling?: Ruling;
};

export type Window = Pick<Batch, 'place' | 'session' | 'deltas'>;

export type Sweeper = {
  /** Sends the plans at once; a lawful request has to be accepted afterwards, else nothing of it counts. */
  readonly sweep: (window: Window) => Promise<readonly Cell[]>;
  /** Why no more is to be had from a place. */
  readonly lost: ReadonlyMap<FuzzPlace, string>;
};

const attempts = 3;
export const unjudged: Cell = { answered: 'unjudged' };

export function createSweeper(bench: Bench, width: number): Sweeper {
  const lost = new Map<FuzzPlace, string>();
  let sessions = createSessions(bench);
  const sweep: Sweeper['sweep'] = async (window) => {
    const { place, deltas } = window;
    for (let attempt = 0; attempt < attempts && !lost.has(place) && !bench.signal.aborted; attempt += 1) {
      if (lossAt(bench, place) !== undefined) break;
      const session = await sessionOrGone(sessions, window);
      if (session === undefined) return deltas.map(() => unjudged);
      const cells =
        session === 'gone' ? [] : await inParallel(deltas, width, (ops) => cellOf({ bench, place, session }, ops));
      if (session !== 'gone' && (await isSound({ bench, sessions }, place))) return cells;
      sessions = createSessions(bench);
    }
    if (!bench.signal.aborted && !lost.has(place))
      lost.set(place, lossAt(bench, place) ?? 'lawful requests are no longer accepted');
    return deltas.map(() => unjudged);
  };
  return { sweep, lost };
}

async function cellOf(site: Site<FuzzPlace>, ops: readonly Op[]): Promise<Cell> {
  try {
    const sent = await sendDelta(site, ops);
    const { ruling } = await rulingOn(site, ops, sent.exchange.request);
    return { answered: answeredOf(sent), ruling };
  } catch (error) {
    if (error instanceof Inapplicable || error instanceof HarnessError) return unjudged;
    throw error;
  }
}

function answeredOf(sent: Sent): Cell['answered'] {
  if (silenceOf(sent) !== undefined) return 'crashed';
  switch (sent.outcome.class) {
    case 'accepted':
    case 'refused':
    case 'crashed':
      return sent.outcome.class;
    case 'challenged':
      return 'refused';
    default:
      return 'unjudged';
  }
}
