import { rest } from '../bench/rest.ts';
import { fieldValues } from '../verdict/answer.ts';
import { ask } from './ask.ts';
import { type Measurement, Unmeasured } from './measurement.ts';

const repetitions = 10;
/** Milliseconds between requests, so that more than a second passes from the first to the last. */
const pauseMs = 110;

/** `Date` has whole seconds, so each answer leaves an interval for the offset; all answers together leave a narrower one. */
export const clockOffset: Measurement = {
  id: 'clock-offset',
  group: 'time',
  title: 'Clock of the server against ours',
  how: 'From the Date of ten answers: the spread is the interval that all of them leave.',
  repetitions,
  // All endpoints of a server have the same clock.
  at: ['token', 'resource'],
  measure: async (site) => {
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let count = 0; count < repetitions; count += 1) {
      await rest(pauseMs, site.bench.signal);
      const { exchange, startedAt, endedAt } = await ask(site, []);
      const date = exchange.response === undefined ? undefined : fieldValues(exchange.response, 'date')[0];
      const theirs = date === undefined ? Number.NaN : Date.parse(date);
      if (Number.isNaN(theirs)) throw new Unmeasured('its answers have no Date');
      low = Math.max(low, theirs - endedAt);
      high = Math.min(high, theirs + 1000 - startedAt);
    }
    // Several servers behind one name may have different clocks.
    const [min, max] = [Math.min(low, high) / 1000, Math.max(low, high) / 1000];
    return { kind: 'number', unit: 'seconds', median: rounded((min + max) / 2), min: rounded(min), max: rounded(max) };
  },
};

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
