import type { Kill } from './kills.ts';
import type { Verdicts } from './verdicts.ts';

/** One server to be judged right. */
export type Job = {
  /** `fuzzed`: a mutant, by fuzzing alone; `quiet`: a variant, at which fuzzing must find nothing. */
  readonly kind: 'variant' | 'mutant' | 'masked' | 'degenerate' | 'fuzzed' | 'quiet';
  readonly id: string;
  readonly full: boolean;
};

export type JobResult = {
  readonly job: Job;
  /** What is wrong with Proofmark (or with the server), a line each; empty when all is well. */
  readonly problems: readonly string[];
  /** Of a mutant: every case that tells it from its sound base, those that name its requirement first. */
  readonly kills: readonly Kill[];
  readonly named: number;
  readonly counts: Readonly<Record<string, number>>;
  /** What each instance came to, of the jobs that run cases; of a mutant, those that were run. */
  readonly verdicts?: Verdicts;
  readonly power?: Power;
  readonly ms: number;
};

export type Power = {
  readonly found: number;
  readonly of: number;
  /** Of the first seed: requests until it was told, confirmation included, and the shortest plan. */
  readonly requests: number;
  readonly phase: string;
  readonly plan: string;
  readonly size: number;
};
