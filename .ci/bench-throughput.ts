// Measures signed unique requests a second, beside a load generator that sends proofs signed beforehand.
import autocannon from 'autocannon';
import { concretise } from '../src/proof/concretise.ts';
import type { LawfulRequest, Surroundings } from '../src/proof/draft.ts';
import { lanesFor, startExploration } from '../src/fuzz/exploration/exploration.ts';
import { type Batch, windowSize } from '../src/fuzz/exploration/explorer.ts';
import { type Bench } from '../src/bench/bench.ts';
import { serverNow } from '../src/bench/facts.ts';
import { openSession } from '../src/bench/open-session.ts';
import type { Session } from '../src/bench/session.ts';
import type { WireRequest } from '../src/wire/types.ts';
import { type BenchTarget, openTarget, width } from './bench-open.ts';

/** Requests a second in the best round. */
export type Rates = {
  readonly target: BenchTarget;
  readonly signed: number;
  readonly fuzzed: number;
  readonly plain: number;
};

const rounds = 3;
/** Enough requests for a few seconds. */
const counts = { null: 300 * width, jose: 60 * width, 'oidc-provider': 25 * width } as const;

/** Measures in alternating rounds, so that a busy moment affects all numbers. */
export async function throughput(target: BenchTarget, folder: string): Promise<Rates> {
  const { bench, close } = await openTarget(target, folder);
  try {
    const session = await openSession(bench, { place: 'resource', spec: {} });
    const ways = [signed, fuzzed, plain] as const;
    const best = [0, 0, 0];
    for (let round = 0; round <= rounds; round += 1) {
      for (const [index, way] of ways.entries()) {
        // The first round warms up.
        const count = round === 0 ? counts[target] / 5 : counts[target];
        const rate = await way(bench, session, width * Math.round(count / width));
        if (round > 0) best[index] = Math.max(best[index] ?? 0, rate);
      }
    }
    const [first = 0, second = 0, third = 0] = best;
    return { target, signed: first, fuzzed: second, plain: third };
  } finally {
    await close();
  }
}

/** Sends requests with a new proof for each. */
async function signed(bench: Bench, session: Session, count: number): Promise<number> {
  let left = count;
  const sender = async (): Promise<void> => {
    while (left-- > 0) {
      const { response, failure } = await bench.wire.send(await lawful(bench, session));
      if (response?.status !== 200) throw new Error(`not accepted: ${failure?.message ?? response?.status ?? ''}`);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: width }, sender));
  return perSecond(count, startedAt);
}

/** Sends requests as a campaign does: in windows with controls, with a ruling of the judge on each answer. */
async function fuzzed(bench: Bench, _session: Session, count: number): Promise<number> {
  const exploration = startExploration(bench, width, lanesFor(width));
  const origin = { phase: 'random', seed: 1 } as const;
  const deltas = Array.from({ length: windowSize }, () => []);
  const batches = Array.from({ length: count / windowSize }, (_, index): Batch => {
    return { place: 'resource', session: {}, origin, from: index * windowSize, deltas };
  });
  const before = bench.wire.sent();
  const startedAt = performance.now();
  await exploration.go(batches, () => Promise.resolve(undefined));
  if (exploration.lost.size > 0) throw new Error([...exploration.lost.values()].join());
  return perSecond(bench.wire.sent() - before, startedAt);
}

/** Sends requests with autocannon, which does nothing else. */
async function plain(bench: Bench, session: Session, count: number): Promise<number> {
  const ready = await Promise.all(Array.from({ length: count }, () => lawful(bench, session)));
  const url = ready[0]?.url ?? '';
  let client = 0;
  const each = count / width;
  const result = await autocannon({
    url,
    connections: width,
    amount: count,
    setupClient: (one) => {
      one.setRequests(ready.slice(client * each, (client + 1) * each).map(toAutocannon));
      client += 1;
    },
  });
  if (result['2xx'] < count || result.non2xx > 0) throw new Error(`autocannon: ${result['2xx']} of ${count} accepted`);
  return count / result.duration;
}

const perSecond = (count: number, startedAt: number): number => (count / (performance.now() - startedAt)) * 1000;

async function lawful(bench: Bench, session: Session): Promise<WireRequest> {
  const { request } = await concretise(resourceRequest(session), [], surroundings(bench, session));
  return request;
}

function resourceRequest({ resource }: Session): LawfulRequest {
  const fields = [['Accept', 'application/json']] as const;
  const clientAuth = { fields: [], parameters: [] };
  return { role: 'rs', method: 'GET', url: resource?.url ?? '', fields, clientAuth, proof: true };
}

const surroundings = (bench: Bench, { key, otherKey, token }: Session): Surroundings => ({
  key,
  otherKey,
  token,
  disposableKey: true,
  now: serverNow(bench.facts, 'as'),
  nonce: {},
  documents: {},
  earlier: new Map(),
});

function toAutocannon({ method, url, fields }: WireRequest): autocannon.Request {
  const headers = Object.fromEntries(fields);
  return { method: method === 'GET' ? 'GET' : 'POST', path: new URL(url).pathname, headers };
}
