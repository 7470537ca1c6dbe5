import type { Finding, Waiver } from '../record/schema.ts';
import { isJudged } from './judgement.ts';
import { concernsSkip } from './skips.ts';

/** As much of a finding as a waiver speaks of. */
type Judged = Pick<Finding, 'case' | 'instance' | 'target' | 'verdict' | 'reason' | 'fuzz'>;

/**
 * Which findings are waived, by index, and which waivers are stale: expired, or for a case that was judged in this run
 * without ever earning the waived verdict. A case that was not selected, skipped or could not be judged says nothing.
 *
 * @param today `YYYY-MM-DD`
 */
export function matchWaivers(
  waivers: readonly Waiver[],
  findings: readonly Judged[],
  today: string,
): { readonly waived: ReadonlyMap<number, Waiver>; readonly stale: readonly string[] } {
  const live = waivers.filter((waiver) => !isExpired(waiver, today));
  const waived = new Map<number, Waiver>();
  for (const [index, finding] of findings.entries()) {
    const waiver = live.find((candidate) => concerns(candidate, finding) && candidate.verdict === finding.verdict);
    if (waiver !== undefined) waived.set(index, waiver);
  }
  return { waived, stale: waivers.flatMap((waiver) => staleness(waiver, findings, today) ?? []) };
}

function staleness(waiver: Waiver, findings: readonly Judged[], today: string): string | undefined {
  if (isExpired(waiver, today)) return `${label(waiver)} expired on ${waiver.expires ?? ''}`;
  if (waiver.verdict === 'skip') return skipStaleness(waiver, findings);
  const seen = findings.filter((finding) => concerns(waiver, finding)).map(({ verdict }) => verdict);
  const judged = seen.filter(isJudged);
  if (judged.length === 0 || seen.includes(waiver.verdict)) return undefined;
  return `${label(waiver)} is not needed any more: the verdict is ${[...new Set(judged)].join(', ')}`;
}

/** Cases that it names were judged, and none was skipped for its reason. */
function skipStaleness(waiver: Waiver, findings: readonly Judged[]): string | undefined {
  const { because: _because, ...anyReason } = waiver;
  const named = findings.filter((finding) => concerns(anyReason, finding));
  if (named.some((finding) => finding.verdict === 'skip' && concerns(waiver, finding))) return undefined;
  const seen = [...new Set(named.map(({ verdict }) => verdict).filter((one) => one === 'skip' || isJudged(one)))];
  if (seen.length === 0) return undefined;
  const now = seen.includes('skip') ? 'the skip has another reason' : `the verdict is ${seen.join(', ')}`;
  return `${label(waiver)} is not needed any more: ${now}`;
}

function label({ case: id, target, verdict }: Waiver): string {
  const what = verdict === 'skip' ? 'expected skip' : `waiver of ${verdict}`;
  return `${what} for ${id}${target === undefined ? '' : ` at ${target}`}`;
}

function concerns(waiver: Waiver, finding: Judged): boolean {
  if (waiver.target !== undefined && waiver.target !== finding.target) return false;
  if (waiver.verdict === 'skip') return concernsSkip(waiver, finding);
  return [finding.case, finding.instance, finding.instance.replace(/~.*$/, '')].includes(waiver.case);
}

function isExpired({ expires }: Waiver, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** The finding with the waiver that concerns it, if any. */
export function waive<T extends Judged>(finding: T, waivers: readonly Waiver[], today: string): T & Waived {
  const waiver = matchWaivers(waivers, [finding], today).waived.get(0);
  if (waiver === undefined) return finding;
  const { reason, expires } = waiver;
  return { ...finding, waiver: { reason, ...(expires === undefined ? {} : { expires }) } };
}

type Waived = Pick<Finding, 'waiver'>;
