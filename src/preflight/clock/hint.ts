import type { Sent } from '../../exchange/sent.ts';
import { aheadOrBehind, bothTimes, saidBy } from './said.ts';

/** What the clocks may have to do with a refusal; empty where the `Date` field shows the same time as ours. */
export function clockHint(sent: Sent): string {
  const said = saidBy(sent);
  if (said === undefined || said.offset === 0) return '';
  const times = `${aheadOrBehind(said.offset)} (${bothTimes(said.offset)})`;
  return `; by its Date field the server's clock is ${times}: proofs dated by it were tried too. Is one of the clocks wrong?`;
}
