import { isOpenAt } from '../bench/offer.ts';
import type { Bench } from '../bench/bench.ts';
import { HarnessError } from '../errors.ts';
import { preflight } from '../preflight/preflight.ts';
import { openBench } from '../preflight/open-bench.ts';
import type { BenchOptions } from '../preflight/open-bench/opening.ts';
import { obstacleOf } from '../preflight/inspection.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { clockLines, nonceLines, resourceLines } from './behaviour.ts';
import { clientLines } from './clients.ts';
import type { Line } from './line.ts';
import { metadataLines } from './metadata.ts';
import { networkLines } from './network.ts';
import { createTraffic } from './traffic.ts';
import { lineOfObstacle } from './trouble-line.ts';

export type Surroundings = Omit<BenchOptions, 'emit' | 'watch'>;

/**
 * Looks at one target as a run would meet it, in the order in which things have to work, and says how each stands. It judges no
 * rule. Lines come as they are found.
 */
export async function* examine(loaded: LoadedDescriptor, surroundings: Surroundings): AsyncIterable<Line> {
  const isLaunched = loaded.descriptor.launch !== undefined;
  if (!isLaunched) yield* networkLines(loaded, surroundings.signal);
  const traffic = createTraffic();
  try {
    const { bench, close } = await openBench(loaded, { ...surroundings, emit: traffic.note, watch: () => {} });
    try {
      if (isLaunched) yield* networkLines(loaded, surroundings.signal);
      yield* benchLines(bench);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    yield lineOfObstacle(obstacleOf(loaded, error));
  }
  yield* traffic.lines();
}

async function* benchLines(bench: Bench): AsyncIterable<Line> {
  const { as, loaded } = bench;
  if (as !== undefined) yield* metadataLines(as, loaded.descriptor, loaded.where);
  const { obstacles } = await preflight(bench);
  for (const obstacle of obstacles) yield lineOfObstacle(obstacle);
  yield* clockLines(bench);
  if (!bench.facts.blocked.has('token')) yield* clientLines(bench);
  yield* resourceLines(bench);
  yield* nonceLines(bench);
  yield* endpointLines(bench);
}

/** Endpoints that were found and work, and that no claim speaks of. */
function* endpointLines(bench: Bench): Iterable<Line> {
  const { claims } = bench.loaded.descriptor;
  if (isOpenAt(bench, 'par') && bench.facts.nonce.par !== undefined)
    yield { part: 'endpoints', standing: 'good', saw: 'pushed authorization requests are taken' };
  if (!isOpenAt(bench, 'introspection')) return;
  const saw = 'the introspection endpoint answers the client';
  const edit = { at: ['claims', 'introspection'], value: true };
  if (claims.introspection === true) yield { part: 'endpoints', standing: 'good', saw };
  else
    yield {
      part: 'endpoints',
      standing: 'fact',
      saw,
      fix: 'claims: { introspection: true } would hold it to that',
      edit,
    };
}
