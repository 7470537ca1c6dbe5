import * as z from 'zod';
import { checkDocument } from '../document/check.ts';
import { didYouMean } from '../document/nearest.ts';
import { problemsError, readSource, type Problem } from '../document/source.ts';

const Waiver = z.strictObject({
  /** A case at all its places, at one place (`case@place`), or at one place with one subject (`case@place~subject`). */
  case: z.string().min(1),
  /** Any target if absent. */
  target: z.string().min(1).optional(),
  verdict: z.enum(['fail', 'warn', 'blocked', 'error']),
  reason: z.string().trim().min(10),
  /** The last day on which it holds. */
  expires: z.iso.date().optional(),
});
export type Waiver = z.output<typeof Waiver>;

/** The parts of a finding that a waiver looks at. */
type Judged = {
  readonly case: string;
  readonly instance: string;
  readonly target: string;
  readonly verdict: string;
};

/**
 * Reads a waiver file, a YAML list. Where the ids of all cases are given, a waiver for an unknown case is an error.
 * @throws HarnessError `ERR_WAIVER_INVALID`, with a line for each fault
 */
export async function loadWaivers(path: string, caseIds?: readonly string[]): Promise<readonly Waiver[]> {
  const source = await readSource(path, 'ERR_WAIVER_INVALID', 'waiver');
  if (source.value === null) return [];
  const checked = checkDocument(z.array(Waiver), source);
  const waivers = checked.value ?? [];
  const problems = [...checked.problems, ...duplicates(waivers), ...unknownCases(waivers, caseIds)];
  if (problems.length > 0) throw problemsError(source, problems, 'ERR_WAIVER_INVALID');
  return waivers;
}

/**
 * Finds which findings are waived, by index, and which waivers are stale. A waiver is stale once it has expired, or when
 * its case was judged in this run and never got the waived verdict. A case that was not judged makes no waiver stale.
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
  const seen = findings.filter((finding) => concerns(waiver, finding)).map(({ verdict }) => verdict);
  const judged = seen.filter((verdict) => !['skip', 'blocked', 'error'].includes(verdict));
  if (judged.length === 0 || seen.includes(waiver.verdict)) return undefined;
  return `${label(waiver)} is not needed any more: the verdict is ${[...new Set(judged)].join(', ')}`;
}

function label({ case: id, target, verdict }: Waiver): string {
  return `waiver of ${verdict} for ${id}${target === undefined ? '' : ` at ${target}`}`;
}

function concerns(waiver: Waiver, finding: Judged): boolean {
  const sameCase = [finding.case, finding.instance, finding.instance.replace(/~.*$/, '')].includes(waiver.case);
  return sameCase && (waiver.target === undefined || waiver.target === finding.target);
}

function isExpired({ expires }: Waiver, today: string): boolean {
  return expires !== undefined && expires < today;
}

function duplicates(waivers: readonly Waiver[]): Problem[] {
  const keys = waivers.map((waiver) => JSON.stringify([waiver.case, waiver.target, waiver.verdict]));
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: [index], message: `waives the same as entry [${first}]; keep one` }];
  });
}

/** Fuzzing makes the ids of its findings; one campaign may miss what another has found. */
const ofFuzzing = /^fuzz-[0-9a-f]{10}$/;

function unknownCases(waivers: readonly Waiver[], caseIds: readonly string[] | undefined): Problem[] {
  if (caseIds === undefined) return [];
  return waivers.flatMap((waiver, index) => {
    const [id = ''] = waiver.case.split('@');
    if (caseIds.includes(id) || ofFuzzing.test(id)) return [];
    return [{ path: [index, 'case'], message: `there is no case "${id}"${didYouMean(id, caseIds)}` }];
  });
}
