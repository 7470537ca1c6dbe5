import type { Kill } from './kills.ts';
import type { Verdicts } from './verdicts.ts';

/** One server or client to be judged right. */
export type Job = {
  /** `fuzzed`: a mutant, by fuzzing alone; `quiet`: a variant, at which fuzzing must find nothing. */
  readonly kind: 'variant' | 'unlike' | 'mutant' | 'masked' | 'degenerate' | 'fuzzed' | 'quiet' | ClientKind;
  readonly id: string;
  readonly full: boolean;
};

/**
 * Reference clients that are lawful, those with a defect, and clients that conform to nothing; `client-fuzzed` and `client-quiet`
 * are the same for clients as `fuzzed` and `quiet`.
 */
export type ClientKind = 'client' | 'client-mutant' | 'client-degenerate' | 'client-fuzzed' | 'client-quiet';

/** What came of a job. */
export type Outcome = {
  /** What is wrong with Proofmark (or with the server), a line each; empty when all is well. */
  readonly problems: readonly string[];
  /** Of a mutant: every case that comes out worse than on the sound base, those that name its requirement first. */
  readonly kills: readonly Kill[];
  readonly named: number;
  readonly counts: Readonly<Record<string, number>>;
  /** Of a job that runs cases: the verdict of each instance that was run. */
  readonly verdicts?: Verdicts;
  readonly power?: Power;
};

export type JobResult = Outcome & { readonly job: Job; readonly ms: number };

export type Power = {
  readonly found: number;
  readonly of: number;
  /** With the first seed: the requests until the finding, those that confirm it included. */
  readonly requests: number;
  readonly phase: string;
  /** The shortest plan that shows the mutant. */
  readonly plan: string;
  readonly size: number;
};
