import { basename, matchesGlob } from 'node:path';
import * as z from 'zod';
import { checkDocument } from '../document/check.ts';
import { didYouMean } from '../document/nearest.ts';
import { problemsError, readSource, type Problem } from '../document/source.ts';

const subjects = ['case', 'problem', 'requirement'] as const;

/** One of `case`, `problem` and `requirement` says what is waived. */
const Waiver = z.strictObject({
  /**
   * A case at all its places, at one place (`case@place`), or at one place with one subject (`case@place~subject`). `*` stands
   * for any text; of what is no skip it needs `because`.
   */
  case: z.string().min(1).optional(),
  /** All findings of a problem, by its id: `as:typ`. */
  problem: z
    .string()
    .regex(/^(?:as|rs):[\w.:-]+$/, 'the id of a problem, as "as:typ"')
    .optional(),
  /** All findings whose verdict comes of this requirement. */
  requirement: z.string().min(1).optional(),
  /** Any target if absent. */
  target: z.string().min(1).optional(),
  /** `skip`: the cases are expected not to apply. Any other skip is new then. */
  verdict: z.enum(['fail', 'warn', 'blocked', 'error', 'skip']),
  /** A part of the reason that the report gives. Any reason if absent. */
  because: z.string().trim().min(1).optional(),
  reason: z.string().trim().min(10),
  /** Who answers for it. */
  owner: z.string().trim().min(1).optional(),
  /** An issue, or another page. */
  link: z.url({ protocol: /^https?$/ }).optional(),
  /** The last day on which it holds. */
  expires: z.iso.date().optional(),
});
/** `where`: `file:line`. */
export type Waiver = z.output<typeof Waiver> & { readonly where?: string };

/** What an entry waives, as reports name it. */
export function subjectOf(waiver: Waiver): string {
  return waiver.case ?? waiver.problem ?? waiver.requirement ?? '';
}

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
    ...withoutSubject(waivers),
    ...tooWide(waivers),
    ...unknownCases(waivers, caseIds),
  ];
  if (problems.length > 0) throw problemsError(source, problems, 'ERR_WAIVER_INVALID');
  return waivers.map((waiver, index) => ({
    ...waiver,
    where: `${basename(source.file)}:${source.position([index]).line}`,
  }));
}

function duplicates(waivers: readonly Waiver[]): Problem[] {
  const keys = waivers.map((waiver) =>
    JSON.stringify([...subjects.map((name) => waiver[name]), waiver.target, waiver.verdict, waiver.because]),
  );
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index ? [] : [{ path: [index], message: `waives the same as entry [${first}]; keep one` }];
  });
}

function withoutSubject(waivers: readonly Waiver[]): Problem[] {
  return waivers.flatMap((waiver, index) => {
    const given = subjects.filter((name) => waiver[name] !== undefined);
    if (given.length === 1) {
      if (waiver.verdict !== 'skip' || waiver.case !== undefined) return [];
      return [{ path: [index], message: 'an expected skip names cases: use case' }];
    }
    const message = given.length === 0 ? 'say what is waived' : 'waives two things; make two entries';
    return [{ path: [index], message: `${message}: one of ${subjects.join(', ')}` }];
  });
}

/** What waives findings by a pattern could waive one that nobody has seen yet. */
function tooWide(waivers: readonly Waiver[]): Problem[] {
  return waivers.flatMap((waiver, index) =>
    waiver.verdict !== 'skip' && waiver.because === undefined && waiver.case?.includes('*') === true
      ? [{ path: [index, 'case'], message: '* needs because: a part of the reason that the report gives' }]
      : [],
  );
}

/** Fuzzing makes the ids of its findings; one campaign may miss what another has found. */
const ofFuzzing = /^fuzz-[0-9a-f]{10}$/;

function unknownCases(waivers: readonly Waiver[], caseIds: readonly string[] | undefined): Problem[] {
  if (caseIds === undefined) return [];
  return waivers.flatMap((waiver, index) => {
    if (waiver.case === undefined) return [];
    const [id = ''] = waiver.case.split('@');
    if (caseIds.includes(id) || ofFuzzing.test(id)) return [];
    if (id.includes('*') && caseIds.some((known) => matchesGlob(known, id))) return [];
    return [{ path: [index, 'case'], message: `there is no case "${id}"${didYouMean(id, caseIds)}` }];
  });
}
