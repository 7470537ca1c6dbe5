import type { Suite } from '../suite/schema.ts';
import { mutants as serverMutants } from '../../targets/reference/mutants.ts';
import { clientMutants } from './clients.ts';
import type { Job, JobResult } from './job.ts';

/** The kinds of mutants that have a matrix. */
export type MatrixKind = Extract<Job['kind'], 'mutant' | 'client-mutant'>;

export function isMatrixKind(kind: Job['kind'] | undefined): kind is MatrixKind {
  return kind === 'mutant' || kind === 'client-mutant';
}

type Mutant = { readonly id: string; readonly requirements: readonly string[]; readonly summary: string };
type Item = { readonly id: string; readonly lane?: string | undefined };

const mutantsOf: Readonly<Record<MatrixKind, readonly Mutant[]>> = {
  mutant: serverMutants,
  'client-mutant': clientMutants,
};

function itemsOf(kind: MatrixKind, suites: readonly Suite[]): readonly Item[] {
  return suites.flatMap(({ cases, watches = [], clientCases = [], clientWatches = [] }): readonly Item[] =>
    kind === 'mutant' ? [...cases, ...watches] : [...clientCases, ...clientWatches],
  );
}

export type MatrixSubject = { readonly kind: MatrixKind; readonly suites: readonly Suite[] };

/**
 * The kill matrix as a readable table: a row for each mutant, then the cases that killed none. Mutants that were not tried now
 * keep their rows of `before`, and of the cases only those are listed that it lists.
 */
export function renderMatrix({ kind, suites }: MatrixSubject, results: readonly JobResult[], before = ''): string {
  const mutants = mutantsOf[kind];
  const kept = new Map([...before.matchAll(/^\| (\S+) \|.*\|$/gm)].map(([row, id]) => [id, row]));
  const byId = new Map(results.filter(({ job }) => job.kind === kind).map((result) => [result.job.id, result]));
  const rows = mutants.map(({ id, requirements, summary }) => {
    const result = byId.get(id);
    const old = kept.get(id);
    if (result === undefined && old !== undefined) return old;
    return `| ${id} | ${requirements.join(' ')} | ${summary} | ${killersOf(result)} |`;
  });
  const used = new Set([...byId.values()].flatMap(({ kills }) => kills.map((kill) => kill.case)));
  const all = itemsOf(kind, suites);
  const isWhole = mutants.every(({ id }) => byId.has(id));
  const listedBefore = new Set(before.slice(before.indexOf('\n## ')).match(/[\w-]+(?=,|\n|$)/g));
  const unused = all.filter(({ id }) => !used.has(id) && (isWhole || before === '' || listedBefore.has(id)));
  const slow = unused.filter(({ lane }) => lane === 'slow');
  const quick = unused.filter((item) => !slow.includes(item));
  return [
    '# Kill matrix',
    '',
    ...intro[kind],
    '',
    `${mutants.length} mutants, ${all.length} cases and watches, ${quick.length} of them killed none of those that they were tried on.`,
    '',
    '| mutant | breaks | what is wrong with it | killed by |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Cases that killed none of the mutants that they were tried on',
    '',
    listed(quick),
    '',
    '## Cases that wait, and were not needed',
    '',
    listed(slow),
    '',
  ].join('\n');
}

const intro: Readonly<Record<MatrixKind, readonly string[]>> = {
  mutant: [
    'Made by `proofmark selftest --kind mutant --matrix <file>`. A mutant is killed when a case that names one of its',
    'requirements comes out worse than on the sound server that the mutant was made from. With `--full` every case is tried',
    'on every mutant; those that name another requirement stand in brackets.',
  ],
  'client-mutant': [
    'Made by `proofmark selftest --kind client-mutant --matrix <file>`. A mutant is killed when a case that names one of its',
    'requirements comes out worse than at the sound client that the mutant was made from. Every case is tried on every mutant.',
  ],
};

function listed(items: readonly { readonly id: string }[]): string {
  return items.length > 0 ? items.map(({ id }) => id).join(', ') : 'None.';
}

const shown = 4;

/** The cases that kill a mutant, those that name its requirement first. */
export function killersOf(result: JobResult | undefined): string {
  if (result === undefined) return 'not run';
  const named = unique(result.kills.slice(0, result.named).map((kill) => kill.case));
  const others = unique(result.kills.slice(result.named).map((kill) => kill.case)).filter((id) => !named.includes(id));
  const list = [...named.slice(0, shown), ...others.slice(0, Math.max(0, 2 - named.length)).map((id) => `(${id})`)];
  const left = named.length + others.length - list.length;
  return `${list.join(' ') || '—'}${left > 0 ? ` and ${left} more` : ''}`;
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted();
}
