import { defined } from '../../defined.ts';
import type { Finding } from '../../record/schema.ts';

import type { Place } from '../../suite/schema.ts';
import { HarnessError } from '../../errors.ts';
import { lossAt } from '../../bench/life.ts';
import { huntRaces, type RaceFound } from './races.ts';
import { huntRepeats, type RepeatFound } from './repeats.ts';
import type { HuntGround } from './ground.ts';
import { huntSequences } from './sequences.ts';
import type { SequenceFound } from './shorten.ts';

export type StatefulHunt = HuntGround & {
  /** Plans at each place. */
  readonly runs: number;
  readonly sequences?: number;
  readonly width: number;
  /** What cases judged, and how. */
  readonly judged: readonly Finding[];
  /** Reported already, so that it is neither shortened nor reported again. */
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
  /** Why it broke off: hunts end when one of their places is lost. */
  readonly brokenOff?: string;
};

/** Runs the hunts one after the other: sequences, repeats, races. What one has found is kept, whatever ends the next. */
export async function huntStateful(hunt: StatefulHunt): Promise<StatefulHunted> {
  const { judged, runs } = hunt;
  const count = hunt.sequences ?? Math.max(fewest, Math.round(runs * perRun));
  const troubles: string[] = [];
  const brokenOff = (): string | undefined => lossOf(hunt) ?? troubles[0];
  const overBudget = (): string | undefined => hunt.overBudget() ?? brokenOff();
  const onTrouble = (why: string): void => void troubles.push(why);
  const { found, played } = await huntSequences({ ...hunt, count, overBudget, onTrouble });
  // A code that works twice in a row needs no race.
  const seen = new Set(found.map((one) => `${one.case.at[0]} ${one.case.requirements[0]}`));
  const isJudged = (place: Place, main: string): boolean =>
    seen.has(`${place} ${main}`) ||
    judged.some((one) => one.place === place && one.verdict !== 'skip' && one.requirements[0]?.id === main);
  const isReported = (place: Place, main: string): boolean => seen.has(`${place} ${main}`) || hunt.isKnown(place, main);
  const repeated = await orNothing(huntRepeats({ ...hunt, overBudget, isReported }), onTrouble);
  const races = await orNothing(huntRaces({ ...hunt, overBudget, isJudged }), onTrouble);
  const why = brokenOff();
  return { found: [...found, ...repeated, ...races], played, ...defined({ brokenOff: why }) };
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

/** Sequences for each plan: a sequence costs more requests than a plan, and shows more. */
const perRun = 0.012;
const fewest = 15;
