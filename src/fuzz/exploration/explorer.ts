import type { Bench } from '../../bench/bench.ts';
import { defined } from '../../defined.ts';
import type { Origin, Sighting } from '../findings/sighting.ts';
import { type Trial, tryDelta } from '../oracle/trial.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';
import { createWindowSender, type Reading, type Window, type WindowSender } from './window.ts';

export type Counts = { agrees: number; either: number; surprise: number; unjudged: number };

/** Plans of one window: after so many a lawful request has to be accepted again. */
export const windowSize = 64;

/** A window, and where its plans come from. */
export type Batch = Window & {
  readonly origin: Omit<Origin, 'index'>;
  /** Index of the first. */
  readonly from: number;
};

export type Explorer = {
  /** Sends a batch; returns what no correct server would answer. */
  readonly explore: (batch: Batch) => Promise<readonly Sighting[]>;
  readonly counts: Readonly<Counts>;
  /** Why no more is to be had from a place. */
  readonly lost: ReadonlyMap<FuzzPlace, string>;
  /** What was under way when the target stopped answering for good; no more of them than went out at once. */
  readonly suspects: readonly Sighting[];
};

/** `width` requests at once; fewer for a while when the target throttles. */
export function createExplorer(bench: Bench, width: number): Explorer {
  const sender = createWindowSender(bench, width);
  const counts: Counts = { agrees: 0, either: 0, surprise: 0, unjudged: 0 };
  const state: State = { sender, width, counts, suspects: [] };
  return { explore: (batch) => explore(state, batch), counts, lost: sender.lost, suspects: state.suspects };
}

type State = {
  readonly sender: WindowSender;
  readonly width: number;
  readonly counts: Counts;
  readonly suspects: Sighting[];
};

const trials: Reading<Trial> = { read: tryDelta, isSilent: (trial) => trial.kind === 'surprise' && isSilent(trial) };

async function explore({ sender, width, counts, suspects }: State, batch: Batch): Promise<readonly Sighting[]> {
  const sent = await sender.send(batch, trials);
  const sightings = sightingsIn(batch, sent?.answers ?? []);
  if (sent === undefined || sent.isGone) {
    suspects.push(...sightings.filter(isSilent).slice(0, width));
    counts.unjudged += batch.deltas.length;
    return sightings.filter((sighting) => !isSilent(sighting));
  }
  for (const trial of sent.answers) counts[isExcused(trial) ? 'either' : trial.kind] += 1;
  return sightings.filter((sighting) => !isExcused(sighting));
}

function isSilent({ surprise }: Pick<Sighting, 'surprise'>): boolean {
  return surprise === 'silent';
}

function isExcused(trial: Trial | Sighting): boolean {
  return 'isExcused' in trial;
}

function sightingsIn(
  { place, session, subject, origin, from, deltas }: Batch,
  answers: readonly Trial[],
): readonly Sighting[] {
  const at = { place, session, ...defined({ subject }) };
  return answers.flatMap((trial, offset): Sighting[] =>
    trial.kind === 'surprise'
      ? [{ ...trial, ...at, ops: deltas[offset] ?? [], origin: { ...origin, index: from + offset } }]
      : [],
  );
}
