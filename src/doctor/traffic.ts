import type { RecordEvent } from '../record/schema.ts';
import type { Line } from './line.ts';

/** Counts what was sent, and what says that it was too much. */
export type Traffic = {
  readonly note: (event: RecordEvent) => void;
  readonly lines: () => readonly Line[];
};

export function createTraffic(): Traffic {
  let count = 0;
  let throttled = 0;
  let slowest = 0;
  const limits = new Set<string>();
  return {
    note: (event) => {
      if (event.type !== 'exchange') return;
      count += 1;
      const { response, totalMs } = event.transcript;
      slowest = Math.max(slowest, totalMs);
      if (response === undefined) return;
      if (response.status === 429) throttled += 1;
      for (const [name] of response.fields) if (/^(x-)?ratelimit/i.test(name)) limits.add(name.toLowerCase());
    },
    lines: () => [
      ...(throttled === 0 ? [] : [throttledLine(throttled, count)]),
      ...(limits.size === 0 ? [] : [limitsLine([...limits])]),
      { part: 'traffic', standing: 'fact', saw: `${count} requests, the slowest took ${slowest.toFixed(0)} ms` },
    ],
  };
}

const gentler = 'a run sends thousands of requests: raise the limit for it, or write limits: { requestsPerSecond: 5 }';

function throttledLine(throttled: number, count: number): Line {
  const saw = `${throttled} of ${count} requests were answered 429 Too Many Requests`;
  return { part: 'traffic', standing: 'look', saw, fix: gentler };
}

function limitsLine(names: readonly string[]): Line {
  const saw = `the server counts requests (${names.slice(0, 4).join(', ')})`;
  return { part: 'traffic', standing: 'look', saw, fix: gentler };
}
