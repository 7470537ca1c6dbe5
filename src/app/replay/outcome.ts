import { defined } from '../../defined.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import {
  exitCodeOfReplay,
  type ReplayStanding,
  standingOfCase,
  standingOfFinding,
} from '../../verdict/replay-standing.ts';
import type { Replayed } from './replayed.ts';

/** The result of a replay. `now` is its record, `remarks` what a reader has to know of it beside the standings. */
export type ReplayOutcome = {
  readonly exitCode: number;
  readonly now: RunRecord;
  readonly remarks: readonly string[];
} & (
  | {
      readonly kind: 'case';
      readonly record: RunRecord;
      readonly before: Finding;
      /** Absent when the case was not run. */
      readonly again?: { readonly after: Finding; readonly standing: ReplayStanding };
    }
  | {
      /** `several`: cases, watches and findings of fuzzing; `findings`: of fuzzing alone. */
      readonly kind: 'findings' | 'several';
      readonly findings: readonly RetriedFinding[];
      /** Instances whose place the target does not offer. */
      readonly missing: readonly string[];
    }
);

export type RetriedFinding = {
  readonly standing: ReplayStanding;
  /** Absent for a saved case. */
  readonly before: Finding | undefined;
  readonly after: Finding;
};

/** What a replay came to, without what is to be said of its descriptor. */
type Outcome = ReplayOutcome extends infer Each ? (Each extends unknown ? Omit<Each, 'remarks'> : never) : never;

export function outcomeOf(replayed: Replayed, now: RunRecord): Outcome {
  switch (replayed.kind) {
    case 'case':
      return outcomeOfCase(replayed, now);
    case 'several':
      return outcomeOfSeveral(replayed, now);
    case 'findings':
    case 'saved':
      return outcomeOfFindings(replayed, now);
    default:
      return replayed satisfies never;
  }
}

type OfKind<Kind extends Replayed['kind']> = Extract<Replayed, { readonly kind: Kind }>;
type OfCase = OfKind<'case'>;

function outcomeOfCase({ record, finding: before }: OfCase, now: RunRecord): Outcome {
  const after = now.findings.find(({ instance }) => instance === before.instance);
  const again = after && { after, standing: standingOfCase(before, after) };
  const exitCode = exitCodeOfReplay([again?.standing ?? 'ERROR']);
  return { kind: 'case', exitCode, record, before, now, ...defined({ again }) };
}

/** With another target than the recorded one, an instance that was seen at several is held against the first. */
function outcomeOfSeveral({ findings: recorded }: OfKind<'several'>, now: RunRecord): Outcome {
  const judged = recorded.map((before) => {
    const same = now.findings.filter(({ instance }) => instance === before.instance);
    const after =
      same.find(({ target }) => target === before.target) ?? (isElsewhere(now, before) ? same[0] : undefined);
    return { before, after };
  });
  const findings = judged.flatMap(({ before, after }): readonly RetriedFinding[] => {
    if (after === undefined) return [];
    const standing = before.fuzz === undefined ? standingOfCase(before, after) : standingOfFinding(after);
    return [{ standing, before, after }];
  });
  const missing = judged.flatMap(({ before, after }) => (after === undefined ? [before.instance] : []));
  return withCode('several', { now, findings, missing });
}

function isElsewhere({ started }: RunRecord, { target }: Finding): boolean {
  return started.targets.every(({ name }) => name !== target);
}

function withCode(kind: OfFindings['kind'], outcome: Pick<OfFindings, 'now' | 'findings' | 'missing'>): Outcome {
  const standings = outcome.findings.map(({ standing }) => standing);
  const exitCode = exitCodeOfReplay([...standings, ...outcome.missing.map(() => 'ERROR' as const)]);
  return { kind, exitCode, ...outcome };
}

type OfFindings = Exclude<ReplayOutcome, { readonly kind: 'case' }>;
type ByFuzzing = OfKind<'findings' | 'saved'>;

function outcomeOfFindings(replayed: ByFuzzing, now: RunRecord): Outcome {
  const recorded = replayed.kind === 'saved' ? [] : replayed.findings;
  const findings = now.findings.map((after) => {
    const same = recorded.filter(({ instance }) => instance === after.instance);
    const before = same.find(({ target }) => target === after.target) ?? same[0];
    return { standing: standingOfFinding(after), before, after };
  });
  const missing = instancesOf(replayed).filter((id) => !now.findings.some(({ instance }) => instance === id));
  return withCode('findings', { now, findings, missing });
}

function instancesOf(replayed: ByFuzzing): readonly string[] {
  if (replayed.kind === 'findings') return [...new Set(replayed.findings.map(({ instance }) => instance))];
  return replayed.suites.flatMap(({ cases, clientCases = [] }) => [
    ...cases.flatMap(({ id, at }) => at.map((place) => `${id}@${place}`)),
    ...clientCases.map(({ id, place }) => `${id}@${place}`),
  ]);
}
