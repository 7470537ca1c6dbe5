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
