import type { RunRecord } from '../record/schema.ts';
import { type Trouble, trouble } from './trouble.ts';

const slack = 2000;
const day = 86_400_000;

/** Check 9, as far as it is about the record itself. `now`: milliseconds since the epoch. */
export function timeTroubles(record: RunRecord, now: number): readonly Trouble[] {
  const { started, finished } = record;
  const [from, to] = [Date.parse(started.startedAt), Date.parse(finished?.finishedAt ?? started.startedAt)];
  const troubles: Trouble[] = [];
  const wrong = (where: string, problem: string): void => void troubles.push(trouble(9, 'tampered', where, problem));
  if (to < from) wrong('run-finished', 'the run ended before it began');
  if (to > now + day) wrong('run-finished', 'the run ended in the future');
  if (Math.abs(Date.parse(started.today) - from) > 2 * day)
    wrong('run-started', 'its waivers were held against another day');
  if (finished === undefined) return troubles;
  for (const { id, transcript } of record.exchanges.values()) {
    const at = Date.parse(transcript.startedAt);
    if (at < from - slack || at + transcript.totalMs > to + slack) {
      wrong(id, 'it was sent outside the times of the run');
      break;
    }
  }
  return troubles;
}

/** Seconds that the clock of a server is ahead, by the facts of the preflight; 0 where they say nothing. */
export function clockOffset({ preflights }: Pick<RunRecord, 'preflights'>, role: 'as' | 'rs'): number {
  const name = `clock offset (${role === 'as' ? 'authorization' : 'resource'} server)`;
  const fact = preflights.flatMap(({ facts }) => facts).find((one) => one.name === name);
  return Number(/^-?\d+(?:\.\d+)?(?= s\b)/.exec(fact?.value ?? '')?.[0] ?? 0);
}
