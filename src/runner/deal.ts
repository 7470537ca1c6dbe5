import { createHash } from 'node:crypto';
import type { Preflight } from '../record/schema.ts';
import type { Shard } from '../record/shard.ts';
import type { Instance } from './select.ts';

/** Which part of what was selected a run takes. */
export type Deal = {
  readonly runs: (instance: Instance) => boolean;
  /** Of what is left out since its place does not work: whether this run is the one that counts it. */
  readonly counts: (instance: Instance) => boolean;
};

const whole: Deal = { runs: () => true, counts: () => true };

/**
 * Each case goes to one shard; the same list is always dealt in the same way. Those that wait in real time are all in the first
 * shard, so that only this one takes as long. Those that may fell the server are in the last one. The rest goes round.
 * Watches are in every shard, since each has answers of its own.
 */
export function deal(instances: readonly Instance[], shard: Shard | undefined): Deal {
  if (shard === undefined) return whole;
  const { index, of } = shard;
  const others = instances.filter((instance) => fixedShard(instance, of) === undefined);
  const places = new Map(others.map((instance, place) => [instance.id, 1 + (place % of)]));
  const shardOfCase = (instance: Instance): number | undefined => fixedShard(instance, of) ?? places.get(instance.id);
  return {
    runs: (instance) => instance.kind === 'watch' || shardOfCase(instance) === index,
    counts: (instance) => (instance.kind === 'watch' ? 1 : shardOfCase(instance)) === index,
  };
}

function fixedShard(instance: Instance, of: number): number | undefined {
  if (instance.kind === 'watch') return 1;
  if (instance.case.destructive === true) return of;
  return instance.case.lane === 'slow' ? 1 : undefined;
}

/** By which it shows whether two runs chose from the same cases. */
export function selectedOf(instances: readonly Instance[]): NonNullable<Preflight['selected']> {
  const names = instances.map(({ id }) => id).join('\n');
  return { count: instances.length, digest: createHash('sha256').update(names).digest('hex') };
}
