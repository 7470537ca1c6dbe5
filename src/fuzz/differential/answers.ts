import type { Bench } from '../../bench/bench.ts';
import type { Site } from '../../bench/site.ts';
import { HarnessError } from '../../errors.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Op } from '../../plan/ops.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { silenceOf } from '../../runner/silence.ts';
import { createWindowSender, type Reading, type Window } from '../exploration/window.ts';
import { rulingOn } from '../oracle/oracle.ts';
import type { Ruling } from '../oracle/ruling.ts';
import { sendDelta } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** How one target answers one plan. `unjudged`: nothing follows from the answer, or lawful requests were refused too. */
export type PlanAnswer = {
  readonly answered: 'accepted' | 'refused' | 'crashed' | 'unjudged';
  readonly ruling?: Ruling;
};

export type Asker = {
  /** Sends the plans at once; what one target answers to each. */
  readonly ask: (window: Window) => Promise<readonly PlanAnswer[]>;
  /** Why no more is to be had from a place. */
  readonly lost: ReadonlyMap<FuzzPlace, string>;
};

export const unjudged: PlanAnswer = { answered: 'unjudged' };

export function createAsker(bench: Bench, width: number): Asker {
  const { send, lost } = createWindowSender(bench, width);
  const ask: Asker['ask'] = async (window) => {
    const sent = lost.has(window.place) ? undefined : await send(window, answers);
    if (sent === undefined || sent.isGone) return window.deltas.map(() => unjudged);
    return sent.answers.map(({ answer }) => answer);
  };
  return { ask, lost };
}

type Read = { readonly answer: PlanAnswer; readonly isSilent: boolean };

const answers: Reading<Read> = { read: readAnswer, isSilent: ({ isSilent }) => isSilent };

async function readAnswer(site: Site<FuzzPlace>, ops: readonly Op[]): Promise<Read> {
  try {
    const sent = await sendDelta(site, ops);
    const { ruling } = await rulingOn(site, ops, sent.exchange.request);
    const isSilent = silenceOf(sent) !== undefined;
    return { answer: { answered: isSilent ? 'crashed' : answeredOf(sent), ruling }, isSilent };
  } catch (error) {
    if (error instanceof Inapplicable || error instanceof HarnessError) return { answer: unjudged, isSilent: false };
    throw error;
  }
}

function answeredOf({ outcome }: Sent): PlanAnswer['answered'] {
  switch (outcome.class) {
    case 'accepted':
    case 'refused':
    case 'crashed':
      return outcome.class;
    case 'challenged':
      return 'refused';
    default:
      return 'unjudged';
  }
}
