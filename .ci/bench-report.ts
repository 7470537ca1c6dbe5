// Measures the HTML report of a run with very many findings: how long it takes, how much memory, and how fast it is read.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { best, type Measure, node, type Usage, usage } from './bench-measure.ts';
import { measurePage } from './bench-page.ts';
import { multiplyRecord } from './bench-record.ts';

const findings = 10_000;
const rounds = 3;

export async function* report(folder: string): AsyncGenerator<Measure> {
  const record = path.join(folder, 'record.ndjson');
  await node(['src/cli/main.ts', 'run', 'targets/reference.yaml', '--no-fuzz', '--out', path.join(folder, 'run')]);
  await multiplyRecord(path.join(folder, 'run', 'record.ndjson'), record, findings);
  yield* rendering(record, folder);
  yield* reading(path.join(folder, 'report.html'));
}

async function* rendering(record: string, folder: string): AsyncGenerator<Measure> {
  const used: Usage[] = [];
  for (let round = 0; round < rounds; round += 1)
    used.push(await usage(['src/cli/main.ts', 'report', record, '--reporter', 'html'], folder));
  const time = Math.min(...used.map(({ ms }) => ms));
  const parsing = await best(() => Promise.resolve(parsed(record)));
  yield {
    what: `${findings} findings to HTML`,
    value: `${time.toFixed(0)} ms`,
    against: `${(time / parsing).toFixed(1)} × parsing the record as JSON (${parsing.toFixed(0)} ms)`,
    wanted: 'at most 3 s',
  };
  const bare = await usage(['-e', '0'], folder);
  const memory = Math.max(...used.map(({ mib }) => mib));
  yield {
    what: 'memory of that',
    value: `${memory} MiB`,
    against: `${(memory / bare.mib).toFixed(1)} × a bare start of Node (${bare.mib} MiB)`,
    wanted: 'at most 250 MiB',
  };
}

/** The milliseconds for the least that a reader of the record has to do. */
function parsed(record: string): number {
  const startedAt = performance.now();
  for (const line of readFileSync(record, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
  return performance.now() - startedAt;
}

async function* reading(file: string): AsyncGenerator<Measure> {
  const { opened, filters } = await measurePage(file);
  for (const kind of ['filter', 'search'] as const) {
    const own = filters.filter((one) => one.kind === kind);
    const slowest = own.reduce((slow, one) => (one.ms > slow.ms ? one : slow));
    yield {
      what: kind === 'filter' ? 'its filters in a browser' : 'its search in a browser',
      value: `${slowest.ms.toFixed(0)} ms`,
      against: `${slowest.what}, of ${own.length}; the page opens in ${opened.toFixed(0)} ms`,
      wanted: 'at most 100 ms',
    };
  }
}
