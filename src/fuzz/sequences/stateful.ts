import type { Finding } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Place } from '../../suite/schema.ts';
import { HarnessError } from '../../errors.ts';
import { lossAt } from '../../bench/life.ts';
import { huntRaces, type RaceFound } from './races.ts';
import { huntRepeats, type RepeatFound } from './repeats.ts';
import { huntSequences, type SequenceFound } from './hunt.ts';

export type StatefulHunt = {
  readonly bench: Bench;
  readonly places: ReadonlySet<Place>;
  readonly seed: number;
  /** Plans at each place. */
  readonly runs: number;
  readonly sequences?: number;
  readonly width: number;
  readonly overBudget: () => string | undefined;
  /** What cases judged, and how. */
  readonly judged: readonly Finding[];
  /** Told already, so that it is neither shrunk nor told again. */
  readonly isKnown: (place: Place, requirement: string) => boolean;
};

export type StatefulFound = Pick<SequenceFound, 'case' | 'path'> & {
  /** The resource, where not the first one. */
  readonly subject?: string;
  readonly origin: SequenceFound['origin'] | RaceFound['origin'] | RepeatFound['origin'];
};

export type StatefulHunted = {
  readonly found: readonly StatefulFound[];
  readonly played: number;
  /** Why it broke off: it needs all the places that there were. */
  readonly brokenOff?: string;
};

/** What takes several requests to show: sequences, and races. What was found is kept, whatever comes then. */
export async function huntStateful(hunt: StatefulHunt): Promise<StatefulHunted> {
  const { judged, runs } = hunt;
  const count = hunt.sequences ?? Math.max(fewest, Math.round(runs * perRun));
  const troubles: string[] = [];
  const brokenOff = (): string | undefined => lossOf(hunt) ?? troubles[0];
  const overBudget = (): string | undefined => hunt.overBudget() ?? brokenOff();
  const onTrouble = (why: string): void => void troubles.push(why);
  const { found, played } = await huntSequences({ ...hunt, count, overBudget, onTrouble });
  // A code that works twice in a row needs no race.
  const told = new Set(found.map((one) => `${one.case.at[0]} ${one.case.requirements[0]}`));
  const isJudged = (place: Place, main: string): boolean =>
    told.has(`${place} ${main}`) ||
    judged.some((one) => one.place === place && one.verdict !== 'skip' && one.requirements[0]?.id === main);
  const isTold = (place: Place, main: string): boolean => told.has(`${place} ${main}`) || hunt.isKnown(place, main);
  const repeated = await orNothing(huntRepeats({ ...hunt, overBudget, isTold }), onTrouble);
  const races = await orNothing(huntRaces({ ...hunt, overBudget, isJudged }), onTrouble);
  const why = brokenOff();
  return { found: [...found, ...repeated, ...races], played, ...(why === undefined ? {} : { brokenOff: why }) };
}

function lossOf({ bench, places }: StatefulHunt): string | undefined {
  return [...places].map((place) => lossAt(bench, place)).find((why) => why !== undefined);
}

async function orNothing<T>(hunted: Promise<readonly T[]>, onTrouble: (why: string) => void): Promise<readonly T[]> {
  try {
    return await hunted;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    onTrouble(error.message);
    return [];
  }
}

/** Sequences to one plan: one of them costs more requests, and tells more. */
const perRun = 0.012;
const fewest = 15;
