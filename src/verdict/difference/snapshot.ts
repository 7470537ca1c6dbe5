import type { Problem } from '../../record/problem.ts';
import type { Finding, RunRecord, Tone, Verdict } from '../../record/schema.ts';
import type { Scope } from '../../record/scope.ts';
import { problemsOf } from '../problems/problems.ts';
import { scopeOfTarget } from '../scope.ts';
import { statusOf } from '../status.ts';
import { toneOfTarget } from '../tone.ts';

/** What one case came to at one place. */
export type Standing = { readonly verdict: Verdict; readonly weight: Weight; readonly isFuzzed: boolean };

/** 0: not broken, as far as was seen. 1: broken and waived. 2: `warn`. 3: `fail`. Without one where nothing was judged. */
export type Weight = 0 | 1 | 2 | 3 | undefined;

/** What one run is known by, and what its grades depend on. */
export type RunFacts = {
  readonly runId: string;
  readonly startedAt: string;
  readonly proofmark: string;
  readonly suiteDigest: string;
  readonly profiles: readonly string[];
  readonly strict: boolean;
  readonly seed: number;
  /** Missing in the record of a run that was killed. */
  readonly exitCode?: number;
  /** Whether it came to its end. */
  readonly isEnded: boolean;
};

/** As much of one target in a run as a comparison needs; far smaller than the record. */
export type Snapshot = {
  readonly run: RunFacts;
  readonly target: string;
  readonly claims: readonly string[];
  readonly tone: Tone;
  readonly scope: Scope;
  readonly problems: readonly Problem[];
  /** By instance. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Whether a campaign came to its end, so that what it did not find was not there for it. */
  readonly isFuzzed: boolean;
};

type Recorded = Pick<RunRecord, 'started' | 'findings' | 'preflights' | 'fuzzed' | 'finished' | 'comparisons'>;

/** All targets of a run, in its order. */
export function snapshotsOf(record: RunRecord): readonly Snapshot[] {
  const run = factsOf(record);
  const problems = problemsOf(record);
  return record.started.targets.map(({ name, claims = [] }) => {
    const fuzzed = record.fuzzed.filter(({ target }) => target === name);
    return {
      run,
      target: name,
      claims,
      tone: toneOfTarget(record, name, record.finished),
      scope: scopeOfTarget(record, name),
      problems: problems.filter(({ target }) => target === name),
      standings: new Map(
        record.findings
          .filter(({ target }) => target === name)
          .map((finding) => [finding.instance, standingOf(finding)] as const),
      ),
      isFuzzed: fuzzed.length > 0 && fuzzed.every(({ cut }) => cut !== true),
    };
  });
}

function factsOf({ started, finished }: Recorded): RunFacts {
  const { runId, startedAt, proofmark, suiteDigest, profiles, strict, seed } = started;
  return {
    runId,
    startedAt,
    proofmark,
    suiteDigest,
    profiles,
    strict,
    seed,
    ...(finished === undefined ? {} : { exitCode: finished.exitCode }),
    isEnded: finished?.ended === 'complete',
  };
}

function standingOf(finding: Finding): Standing {
  return { verdict: finding.verdict, weight: weightOf(finding), isFuzzed: finding.fuzz !== undefined };
}

function weightOf(finding: Finding): Weight {
  switch (finding.verdict) {
    case 'pass':
    case 'note':
      return 0;
    case 'skip':
    case 'blocked':
    case 'error':
      return undefined;
    case 'warn':
      return statusOf(finding) === 'waived' ? 1 : 2;
    case 'fail':
      return statusOf(finding) === 'waived' ? 1 : 3;
    default:
      return finding.verdict satisfies never;
  }
}
