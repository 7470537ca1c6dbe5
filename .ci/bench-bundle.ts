// Measures how long the check of a large bundle takes, and how much memory.
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Measure, node, type Usage, usage } from './bench-measure.ts';
import { described } from './bundle-runs.ts';

const rounds = 3;
/** All profiles, and measurements: as much as a record of one server gets. */
const whole = ['--quirks', '--profile', 'fapi2,haip,atproto,solid,camara,mcp'];

export async function* bundle(folder: string): AsyncGenerator<Measure> {
  const at = (name: string): string => path.join(folder, name);
  await writeFile(at('target.yaml'), await described('reference', []));
  const own = await node(['src/cli/main.ts', 'run', at('target.yaml'), ...whole, '--quiet', '--out', at('run')]);
  await node(['src/cli/main.ts', 'bundle', at('run/record.ndjson'), '--out', at('run.zip')]);
  const { size } = await stat(at('run/record.ndjson'));
  const used: Usage[] = [];
  for (let round = 0; round < rounds; round += 1)
    used.push(await usage(['src/cli/main.ts', 'verify', at('run.zip')], folder));
  const [ms, mib] = [Math.min(...used.map((one) => one.ms)), Math.max(...used.map((one) => one.mib))];
  const megabytes = (size / 1e6).toFixed(0);
  yield {
    what: `a bundle of ${megabytes} MB verified`,
    value: `${(ms / 1000).toFixed(1)} s`,
    against: `${(ms / own).toFixed(2)} × the run (${(own / 1000).toFixed(0)} s)`,
    wanted: 'at most 10 s for 20 MB',
  };
  yield {
    what: 'memory of that',
    value: `${mib} MiB`,
    against: `${((mib * 2 ** 20) / size).toFixed(1)} × the record`,
    wanted: 'at most 300 MiB',
  };
}
