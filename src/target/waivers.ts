import { matchesGlob } from 'node:path';
import * as z from 'zod';
import { checkDocument } from '../document/check.ts';
import { didYouMean } from '../document/nearest.ts';
import { problemsError, readSource, type Problem } from '../document/source.ts';

const Waiver = z.strictObject({
  /**
   * A case at all its places, at one place (`case@place`), or at one place with one subject (`case@place~subject`). Of an
   * expected skip, `*` stands for any text.
   */
  case: z.string().min(1),
  /** Any target if absent. */
  target: z.string().min(1).optional(),
  /** `skip`: the cases are expected not to apply. Any other skip is new then. */
  verdict: z.enum(['fail', 'warn', 'blocked', 'error', 'skip']),
  /** Of a skip: a part of the reason that the report gives. Any reason if absent. */
  because: z.string().trim().min(1).optional(),
  reason: z.string().trim().min(10),
  /** The last day on which it holds. */
  expires: z.iso.date().optional(),
});
export type Waiver = z.output<typeof Waiver>;

/**
 * Reads a waiver file, a YAML list. Where the ids of all cases are given, a waiver for an unknown case is an error.
 * @throws HarnessError `ERR_WAIVER_INVALID`, with a line for each fault
 */
export async function loadWaivers(path: string, caseIds?: readonly string[]): Promise<readonly Waiver[]> {
  const source = await readSource(path, 'ERR_WAIVER_INVALID', 'waiver');
  if (source.value === null) return [];
  const checked = checkDocument(z.array(Waiver), source);
  const waivers = checked.value ?? [];
  const problems = [
    ...checked.problems,
    ...duplicates(waivers),
    ...ofSkipsOnly(waivers),
    ...unknownCases(waivers, caseIds),
  ];
  if (problems.length > 0) throw problemsError(source, problems, 'ERR_WAIVER_INVALID');
  return waivers;
}

function duplicates(waivers: readonly Waiver[]): Problem[] {
  const keys = waivers.map((waiver) => JSON.stringify([waiver.case, waiver.target, waiver.verdict, waiver.because]));
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: [index], message: `waives the same as entry [${first}]; keep one` }];
  });
}

/** What would waive findings by a pattern could waive one that nobody has seen yet. */
function ofSkipsOnly(waivers: readonly Waiver[]): Problem[] {
  return waivers.flatMap((waiver, index) => {
    if (waiver.verdict === 'skip') return [];
    const problems: Problem[] = [];
    if (waiver.case.includes('*'))
      problems.push({ path: [index, 'case'], message: '* is for expected skips (verdict: skip); name one case' });
    if (waiver.because !== undefined)
      problems.push({ path: [index, 'because'], message: 'is for expected skips (verdict: skip) only' });
    return problems;
  });
}

/** Fuzzing makes the ids of its findings; one campaign may miss what another has found. */
const ofFuzzing = /^fuzz-[0-9a-f]{10}$/;

function unknownCases(waivers: readonly Waiver[], caseIds: readonly string[] | undefined): Problem[] {
  if (caseIds === undefined) return [];
  return waivers.flatMap((waiver, index) => {
    const [id = ''] = waiver.case.split('@');
    if (caseIds.includes(id) || ofFuzzing.test(id)) return [];
    if (id.includes('*') && (waiver.verdict !== 'skip' || caseIds.some((known) => matchesGlob(known, id)))) return [];
    return [{ path: [index, 'case'], message: `there is no case "${id}"${didYouMean(id, caseIds)}` }];
  });
}
