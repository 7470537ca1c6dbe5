import type { Coverage } from '../../record/coverage.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { requirementStatusOf } from '../requirement-status.ts';
import type { Status } from '../status.ts';

/** Whose rules a target is held to. */
export type Role = RunRecord['started']['targets'][number]['roles'][number];

/** A rule of the catalogue, as a record keeps it. */
export type Row = Coverage['rows'][number];

/** As much of a record as its levels follow from. */
export type Judged = Pick<
  RunRecord,
  'started' | 'coverage' | 'preflights' | 'findings' | 'fuzzed' | 'quirks' | 'comparisons' | 'finished'
>;

/**
 * What a rule came to at a target. `noted`: seen, and nowhere kept or broken. `waived`: somebody answers for a breach of it. `open`: a case of it could not be judged.
 * `skipped`: its cases do not apply. `waiting`: its cases wait in real time, and were not asked for. `unoffered`: the target
 * has no place for its cases. `excluded`: no case can judge it. Worst first.
 */
export const rowStates = [
  'fail',
  'warn',
  'waived',
  'open',
  'kept',
  'noted',
  'skipped',
  'waiting',
  'unoffered',
  'excluded',
] as const;
export type RowState = (typeof rowStates)[number];

export type RowStanding = {
  readonly row: Row;
  readonly state: RowState;
  /** Of a rule that was skipped: why. */
  readonly why: string | undefined;
};

/** All rules that a run asks of one role of a target, in the order of the catalogue. `profile`: `core`, or that of a row. */
export function rowStandings(record: Judged, target: string, role: Role): readonly RowStanding[] {
  const own = record.findings.filter((finding) => finding.target === target && finding.role === role);
  const byRow = new Map<string, Finding[]>();
  for (const finding of own)
    for (const { id } of finding.requirements) {
      const list = byRow.get(id) ?? [];
      byRow.set(id, [...list, finding]);
    }
  const asked = (record.coverage?.rows ?? []).filter((row) => row.isAsked && row.role === role);
  return asked.map((row) => standingOf(record, row, byRow.get(row.id) ?? []));
}

function standingOf({ started }: Judged, row: Row, findings: readonly Finding[]): RowStanding {
  const state = stateOf(row, findings, started.scope.slow);
  const skipped = findings.find(({ verdict }) => verdict === 'skip');
  return { row, state, why: state === 'skipped' ? skipped?.reason : row.excluded?.reason };
}

function stateOf(row: Row, findings: readonly Finding[], slow: boolean): RowState {
  const status = requirementStatusOf(row.id, findings);
  if (status === 'note' && findings.some((finding) => requirementStatusOf(row.id, [finding]) === 'pass')) return 'kept';
  if (status !== undefined) return states[status];
  // Cases that are about it and say nothing of it judge it as little as none.
  if (row.cases === 0) return 'excluded';
  return row.isSlow && !slow ? 'waiting' : 'unoffered';
}

const states: Readonly<Record<Status, RowState>> = {
  fail: 'fail',
  error: 'open',
  blocked: 'open',
  warn: 'warn',
  waived: 'waived',
  note: 'noted',
  pass: 'kept',
  skip: 'skipped',
};
