import { readFileSync } from 'node:fs';
import { mutants } from '../../targets/reference/mutants.ts';
import { clientMutants } from './clients.ts';
import type { JobResult, Power } from './job.ts';

/** Whose table it is. */
export type PowerKind = 'fuzzed' | 'client-fuzzed';

const all = { fuzzed: mutants, 'client-fuzzed': clientMutants } as const;

const about: Readonly<Record<PowerKind, readonly string[]>> = {
  fuzzed: [
    'Made by `proofmark selftest --kind fuzzed --power <file>` (with `--only`, the other rows stay): no suite, five seeds, at',
    'most 20,000 requests each. The mutants are those that a single request or a short sequence can show, because it is accepted or',
    'refused: some case of the kill matrix kills them so, without waiting, without a flood, and not by what an answer looks like. What',
    'is tried before anything is drawn (`once`, `singles`, `openings`) is the same for every seed and is run once. `preflight`: the',
    'server refuses the plain lawful request, so the mutant is found before any change is sent.',
  ],
  'client-fuzzed': [
    'Made by `proofmark selftest --kind client-fuzzed --power <file>` (with `--only`, the other rows stay): no case, two seeds, 150',
    'postures each beyond the listed ones. Left out are mutants of rules that are only observed. What takes many sessions, certificates',
    'or a restart stands here and is not found. What is tried before anything is drawn (`plain`, `single-postures`) is the same for every',
    'seed and is run once. `preflight`: the client does not get to the end of the plain task, so the mutant is found before any answer',
    'is changed.',
  ],
};

/** What fuzzing finds at each mutant, as a readable table. Mutants that were not tried now keep their rows of `before`. */
export function renderPower(kind: PowerKind, results: readonly JobResult[], before = ''): string {
  const now = new Map(results.flatMap(({ job, power }) => (power === undefined ? [] : [[job.id, power] as const])));
  const kept = new Map(readRows(before).map((row) => [row.id, row]));
  const rows = all[kind].flatMap(({ id, summary }): Row[] => {
    const power = now.get(id);
    const old = kept.get(id);
    if (power === undefined) return old === undefined ? [] : [old];
    return [{ id, found: power.found, of: power.of, line: lineOf(id, summary, power) }];
  });
  const hunts = rows.reduce((sum, { of }) => sum + of, 0);
  const found = rows.reduce((sum, { found: own }) => sum + own, 0);
  const share = hunts === 0 ? 0 : Math.floor((1000 * found) / hunts) / 10;
  return [
    '# What fuzzing alone finds',
    '',
    ...about[kind],
    '',
    `${rows.length} mutants, ${share} % of ${hunts} hunts successful.`,
    '',
    '| mutant | what is wrong with it | found | requests | phase | ops | the smallest plan |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(({ line }) => line),
    '',
    ...unmeasuredLines(unmeasuredIn(before).filter((id) => !rows.some((row) => row.id === id))),
  ].join('\n');
}

function unmeasuredLines(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`Not measured yet: ${ids.join(', ')}.`, ''];
}

/** The mutants that belong into a table and were not hunted for when it was written. */
export function unmeasuredIn(text: string): readonly string[] {
  return /^Not measured yet: (.*)\.$/m.exec(text)?.[1]?.split(', ') ?? [];
}

type Row = { readonly id: string; readonly found: number; readonly of: number; readonly line: string };

function lineOf(id: string, summary: string, { found, of, requests, phase, plan, size }: Power): string {
  const finding = found === 0 ? '— | — | — |' : `${phase} | ${size} | ${plan.replaceAll('|', '\\|')} |`;
  return `| ${id} | ${summary} | ${found}/${of} | ${requests} | ${finding}`;
}

/** Whether fuzzing is known not to find a mutant, by a committed table. */
export function missesOf(table: URL): (mutant: string) => boolean {
  let misses: ReadonlySet<string> | undefined;
  return (mutant) => {
    misses ??= new Set(
      readRows(readFileSync(table, 'utf8'))
        .filter(({ found }) => found === 0)
        .map(({ id }) => id),
    );
    return misses.has(mutant);
  };
}

/** The rows of a table that was written before. */
export function readRows(text: string): readonly Row[] {
  return [...text.matchAll(/^\| (\S+) \|.*\| (\d+)\/(\d+) \| \d+ \|.*$/gm)].map(([line, id = '', found, of]) => ({
    id,
    found: Number(found),
    of: Number(of),
    line,
  }));
}
