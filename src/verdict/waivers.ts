import { defined } from '../defined.ts';
import type { Finding, Waiver } from '../record/schema.ts';
import { isJudged } from './judgement.ts';
import { brokenRequirement, problemIdsOf } from './problems/breach.ts';
import { concernsSkip, isCaseNamed } from './skips.ts';

/** As much of a finding as a waiver speaks of. */
type Judged = Pick<
  Finding,
  | 'case'
  | 'instance'
  | 'target'
  | 'verdict'
  | 'reason'
  | 'fuzz'
  | 'crash'
  | 'assertions'
  | 'requirements'
  | 'title'
  | 'role'
  | 'plan'
>;

/**
 * Which findings are waived, by index, and which waivers are stale: expired, or for a case that was judged in this run
 * without ever earning the waived verdict. A case that was not selected, skipped or could not be judged says nothing.
 *
 * @param today `YYYY-MM-DD`
 * @param isWhole whether all that applies was asked for: only then the absence of a problem says something
 */
export function matchWaivers(
  waivers: readonly Waiver[],
  findings: readonly Judged[],
  today: string,
  isWhole = true,
): { readonly waived: ReadonlyMap<number, Waiver>; readonly stale: readonly string[] } {
  const live = waivers.filter((waiver) => !isExpired(waiver, today));
  const waived = new Map<number, Waiver>();
  for (const [index, finding] of findings.entries()) {
    const waiver = live.find((candidate) => concerns(candidate, finding) && candidate.verdict === finding.verdict);
    if (waiver !== undefined) waived.set(index, waiver);
  }
  return {
    waived,
    stale: waivers.flatMap((waiver) =>
      isWhole || waiver.case !== undefined ? (staleness(waiver, findings, today) ?? []) : [],
    ),
  };
}

function staleness(waiver: Waiver, findings: readonly Judged[], today: string): string | undefined {
  if (isExpired(waiver, today)) return `${label(waiver)} expired on ${waiver.expires ?? ''}`;
  if (waiver.verdict === 'skip') return skipStaleness(waiver, findings);
  if (findings.some((finding) => concerns(waiver, finding) && finding.verdict === waiver.verdict)) return undefined;
  if (waiver.case === undefined) return causeStaleness(waiver, findings);
  const { because: _because, ...anyReason } = waiver;
  const seen = findings.filter((finding) => concerns(anyReason, finding)).map(({ verdict }) => verdict);
  if (seen.includes(waiver.verdict)) return `${label(waiver)} does not hold any more: the reason is another`;
  const judged = [...new Set(seen.filter(isJudged))];
  if (judged.length === 0) return undefined;
  if (waiver.verdict === 'warn' && judged.includes('fail'))
    return `${label(waiver)} does not hold any more: it has become a fail`;
  return `${label(waiver)} is not needed any more: the verdict is ${judged.join(', ')}`;
}

/** A problem, or the breach of a requirement, that is not among the findings of its target although the target was judged. */
function causeStaleness(waiver: Waiver, findings: readonly Judged[]): string | undefined {
  const { because: _because, ...anyReason } = waiver;
  const seen = findings.filter((finding) => concerns(anyReason, finding)).map(({ verdict }) => verdict);
  if (waiver.verdict === 'warn' && seen.includes('fail'))
    return `${label(waiver)} does not hold any more: it has become a fail`;
  const own = findings.filter(({ target }) => waiver.target === undefined || target === waiver.target);
  return own.some(({ verdict }) => isJudged(verdict)) ? `${label(waiver)} is not needed any more` : undefined;
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

function label({ target, verdict, where, ...waiver }: Waiver): string {
  const what = verdict === 'skip' ? 'expected skip' : `waiver of ${verdict}`;
  const at = where === undefined ? '' : `${where} `;
  return `${at}${what} for ${subjectOf(waiver)}${target === undefined ? '' : ` at ${target}`}`;
}

function subjectOf({ case: id, problem, requirement }: Omit<Waiver, 'verdict' | 'reason'>): string {
  return id ?? (problem === undefined ? `requirement ${requirement ?? ''}` : `problem ${problem}`);
}

function concerns(waiver: Waiver, finding: Judged): boolean {
  if (waiver.target !== undefined && waiver.target !== finding.target) return false;
  if (waiver.verdict === 'skip') return concernsSkip(waiver, finding);
  if (waiver.because !== undefined && !finding.reason.includes(waiver.because)) return false;
  if (waiver.problem !== undefined) return problemIdsOf(finding).includes(waiver.problem);
  if (waiver.requirement !== undefined) return brokenRequirement(finding) === waiver.requirement;
  return isCaseNamed(waiver.case ?? '', finding);
}

function isExpired({ expires }: Waiver, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** The finding with the waiver that concerns it, if any. */
export function waive<T extends Judged>(finding: T, waivers: readonly Waiver[], today: string): T & Waived {
  const waiver = matchWaivers(waivers, [finding], today).waived.get(0);
  if (waiver === undefined) return finding;
  const { reason, owner, link, expires } = waiver;
  return { ...finding, waiver: { reason, ...defined({ owner, link, expires }) } };
}

type Waived = Pick<Finding, 'waiver'>;
