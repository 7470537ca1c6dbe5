import { defined } from '../../defined.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import type { Named } from '../../runner/run.ts';
import { ClientCase } from '../../suite/client/schema.ts';
import { Case, type Suite } from '../../suite/schema.ts';
import { isUnmet } from '../../verdict/unmet.ts';
import type { Host } from '../host.ts';
import { findRecorded, type Named as NamedRun } from './recorded-run.ts';

/** What is to be run again since it came out badly, or did not come out at all. */
export type Failed = {
  readonly runId: string;
  /** The names of the targets of that run, and of those at which something failed. */
  readonly targets: { readonly all: readonly string[]; readonly failed: readonly string[] };
  readonly isFailed: (target: string, instance: Named) => boolean;
  /** The findings of fuzzing at a target, as suites. */
  readonly found: (target: string) => readonly Suite[];
};

/** `shown`: the record, as messages name it. `failed` is absent where nothing failed. `isCut`: it did not come to its end. */
export type LastFailed = { readonly shown: string; readonly failed?: Failed; readonly isCut: boolean };

/**
 * What counted against a target in an earlier run, or could not be judged.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such record, `ERR_RECORD_INVALID` where it is none
 */
export async function readLastFailed(host: Host, named: NamedRun, out: string | undefined): Promise<LastFailed> {
  const { shown, path } = await findRecorded(host, named, { option: '--last-failed', out });
  const record = await readCheckedRecord(path);
  const failed = failedIn(record);
  return { shown, ...defined({ failed }), isCut: record.finished?.ended !== 'complete' };
}

function failedIn(record: RunRecord): Failed | undefined {
  const failed = record.findings.filter((finding) => isUnmet(finding, record.started));
  const targets = new Map(record.started.targets.map(({ name }) => [name, failedAt(record, failed, name)]));
  const all = [...targets.keys()];
  const bad = all.filter((name) => targets.get(name)?.isNone === false);
  if (bad.length === 0) return undefined;
  return {
    runId: record.started.runId,
    targets: { all, failed: bad },
    isFailed: (target, instance) => targets.get(target)?.has(instance) === true,
    found: (target) =>
      failed.filter((finding) => finding.target === target && finding.fuzz !== undefined).flatMap(suiteOf),
  };
}

function suiteOf({ case: id, section, plan, role }: Finding): readonly Suite[] {
  const base = { id: `again-${id}`, title: 'Found by fuzzing', section, cases: [] };
  if (role === 'client') {
    const ofClient = ClientCase.safeParse(plan);
    return ofClient.success ? [{ ...base, clientCases: [ofClient.data] }] : [];
  }
  const parsed = Case.safeParse(plan);
  return parsed.success ? [{ ...base, cases: [parsed.data] }] : [];
}

function failedAt({ preflights, exchanges, findings }: RunRecord, failed: readonly Finding[], target: string) {
  const own = failed.filter((finding) => finding.target === target);
  const names = new Set(own.flatMap((finding) => [finding.instance, ...shownIn(finding)]));
  const judged = new Set(findings.filter((one) => one.target === target).map(({ instance }) => instance));
  const opened = preflights.find((one) => one.target === target && one.planned !== undefined);
  const closed = new Set(opened?.leftOut?.map(({ place }) => place));
  /** A watch is broken by the answers to cases: without these it sees nothing. */
  function shownIn({ basis, exchanges: shown }: Finding): readonly string[] {
    if (basis.by !== 'watch') return [];
    return shown.flatMap((id) => exchanges.heads.get(id)?.instance ?? []);
  }
  return {
    isNone: own.length === 0 && closed.size === 0 && opened !== undefined,
    has: ({ id, place }: Named): boolean =>
      opened === undefined || names.has(id) || (closed.has(place) && !judged.has(id)),
  };
}
