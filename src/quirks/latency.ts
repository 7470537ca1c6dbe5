import { quantileOf } from './quantile.ts';
import type { Latencies } from '../record/quirk.ts';
import { signature } from '../suite/define.ts';
import { ask } from './ask.ts';
import { type Measurement, Unmeasured } from './measurement.ts';

const samples = 60;
const bad = [signature('flip-first')];

/** The times to accept and to refuse. A clear difference between them shows at which point the signature is checked. */
export const latency: Measurement = {
  id: 'latency',
  group: 'speed',
  title: 'Time to accept a lawful proof and to refuse a bad signature',
  how: `${samples} requests of each kind, one at a time and alternating, after five of each that are not counted.`,
  repetitions: samples,
  measure: async (site) => {
    const accept: number[] = [];
    const refuse: number[] = [];
    for (let count = -5; count < samples; count += 1) {
      const [good, faulty] = [await ask(site, []), await ask(site, bad)];
      if (good.outcome.class !== 'accepted') throw new Unmeasured(`a lawful request was answered ${good.outcome.text}`);
      if (faulty.outcome.class !== 'refused')
        throw new Unmeasured(`a proof with a bad signature was answered ${faulty.outcome.text}`);
      if (count < 0) continue;
      accept.push(good.exchange.totalMs);
      refuse.push(faulty.exchange.totalMs);
    }
    return { kind: 'latencies', unit: 'milliseconds', series: [series('accept', accept), series('refuse', refuse)] };
  },
};

function series(name: string, times: readonly number[]): Latencies {
  const rounded = times.map((ms) => Math.round(ms * 100) / 100);
  const at = quantileOf(rounded);
  return {
    name,
    count: rounded.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    min: at(0),
    max: at(1),
    samples: rounded,
  };
}
