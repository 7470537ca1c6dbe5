import type { Asked } from './scope.ts';

/** A part of the cases of a run: the `index`-th of `of`, counted from 1. */
export type Shard = { readonly index: number; readonly of: number };

/** By which option a run is narrowed to a shard. */
export const shardOption = '--shard';

export const mostShards = 1000;

export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** Reads `2/4`. */
export function shardOf(text: string): Shard | undefined {
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  return shard.index >= 1 && shard.index <= shard.of && shard.of <= mostShards ? shard : undefined;
}

/** The shards that a run is narrowed to. Empty: it is no shard. */
export function shardsIn({ narrowed }: Asked): readonly Shard[] {
  const texts = narrowed.filter(({ by }) => by === shardOption).flatMap(({ to = [] }) => to);
  return texts.flatMap((text) => shardOf(text) ?? []);
}

/** What a run asked for beside its shard. */
export function withoutShard(asked: Asked): Asked {
  return { ...asked, narrowed: asked.narrowed.filter(({ by }) => by !== shardOption) };
}
