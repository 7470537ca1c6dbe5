// Measures the memory of a process that generates, sends and judges very many requests at a server that checks nothing.
// Prints twenty lines of JSON with the megabytes so far.
import { createExplorer } from '../src/fuzz/exploration/explorer.ts';
import { all as allPlans } from '../src/fuzz/exploration/phases.ts';
import { keepSmallest, type Sighting } from '../src/fuzz/findings/sighting.ts';
import { keepHeapSmall } from '../src/app/heap.ts';
import { openTarget, width } from './bench-open.ts';
import { withTemporaryFolder } from './temporary.ts';

const total = Number(process.argv[2] ?? 1_000_000);
keepHeapSmall();
const places = ['token', 'resource'] as const;

await withTemporaryFolder(async (folder) => {
  const { bench, close } = await openTarget('null', folder);
  const explorer = createExplorer(bench, width);
  const kept = new Map<string, Sighting>();
  let done = 0;
  for (const batch of allPlans({ places, seed: 1 }, total)) {
    keepSmallest(kept, await explorer.explore(batch));
    const before = done;
    done += batch.deltas.length;
    if (Math.floor((before * 20) / total) < Math.floor((done * 20) / total)) print(done);
    if (done >= total) break;
  }
  await close();
});

function print(cases: number): void {
  const { rss, heapUsed } = process.memoryUsage();
  const [rssMb, heapMb] = [rss, heapUsed].map((bytes) => Math.round(bytes / 2 ** 20));
  console.log(JSON.stringify({ cases, rssMb, heapMb }));
}
