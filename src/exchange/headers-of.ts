import { type Bench, secretOf } from '../bench/bench.ts';
import type { Pair } from '../proof/draft.ts';
import type { Headers } from '../target/descriptor/headers.ts';

/** The header fields that a descriptor names, with the values of its secrets. `Accept` is there in any case. */
export function headersOf(bench: Pick<Bench, 'loaded'>, headers: Headers = {}): readonly Pair[] {
  const own = Object.entries(headers).map(([name, value]): Pair => [
    name,
    typeof value === 'string' ? value : secretOf(bench, value.env),
  ]);
  const isAccept = own.some(([name]) => name.toLowerCase() === 'accept');
  return isAccept ? own : [['Accept', 'application/json'], ...own];
}
