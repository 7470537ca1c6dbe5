import type { Bench } from '../../bench/bench.ts';
import type { KeyPool } from '../../proof/keys.ts';
import type { RecordEvent } from '../../record/schema.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';

export type BenchOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly unmasked: boolean;
  readonly keys: KeyPool;
  readonly emit: (event: RecordEvent) => void;
  readonly watch: Bench['watch'];
  readonly log: (line: string) => void;
  /** What sets the ids of these exchanges apart from those of other parts of the run. */
  readonly idPart?: string;
  /** Writes evidence beside the record; returns the name of the file. */
  readonly saveEvidence?: (name: string, ending: string, content: Uint8Array) => Promise<string>;
};

export type Closer = () => Promise<void>;

/** What every step of opening a bench works with. */
export type Opening = {
  readonly loaded: LoadedDescriptor;
  readonly options: BenchOptions;
  /** Each ends one thing that has been opened; they run in reverse order. */
  readonly closers: Closer[];
};
