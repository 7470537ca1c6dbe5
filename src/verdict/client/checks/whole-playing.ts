import type { ClientWatchCheck } from '../../../suite/client/client-check.ts';
import { type Played, wordText } from '../played.ts';
import { faultsIn } from '../watches/faults.ts';
import { broken, type ClientResult, kept, unseen } from './result.ts';

/** What a watch demands of all requests of a run, held against those of one playing. */
export function keeps(what: ClientWatchCheck, { arrivals }: Played): ClientResult {
  const { faults, seen, expected } = faultsIn(what, arrivals);
  if (seen === 0) return unseen(expected, 'no request that the rule is about');
  const worst = faults.find(({ isMild }) => isMild !== true) ?? faults[0];
  if (worst === undefined) return kept(expected, `it in all ${seen}`);
  const result = broken(expected, worst.got, worst.arrival.id);
  return worst.isMild === true ? { ...result, isMild: true } : result;
}

/** A client may fail at whatever it is asked to do, as long as it says so. */
export function goesOn({ words }: Played): ClientResult {
  const expected = 'a client that goes on running, and answers';
  const end = words.find(
    ({ ended, silent, garbage }) => ended !== undefined || silent === true || garbage !== undefined,
  );
  return end === undefined ? kept(expected, `${words.length} answers`) : broken(expected, wordText(end));
}
