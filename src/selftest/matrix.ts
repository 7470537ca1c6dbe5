import type { Suite } from '../suite/schema.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import type { JobResult } from './job.ts';

/**
 * The kill matrix as a readable table: a row for each mutant, then the cases that killed none. Mutants that were not tried now
 * keep their rows of `before`, and of the cases only those are listed that it lists.
 */
export function renderMatrix(suites: readonly Suite[], results: readonly JobResult[], before = ''): string {
  const kept = new Map([...before.matchAll(/^\| ((?:as|rs)-\S+) \|.*\|$/gm)].map(([row, id]) => [id, row]));
  const byId = new Map(results.filter(({ job }) => job.kind === 'mutant').map((result) => [result.job.id, result]));
  const rows = mutants.map(({ id, requirements, summary }) => {
    const result = byId.get(id);
    const old = kept.get(id);
    if (result === undefined && old !== undefined) return old;
    return `| ${id} | ${requirements.join(' ')} | ${summary} | ${killersOf(result)} |`;
  });
  const used = new Set([...byId.values()].flatMap(({ kills }) => kills.map((kill) => kill.case)));
  const all = suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])]);
  const isWhole = mutants.every(({ id }) => byId.has(id));
  const listedBefore = new Set(before.slice(before.indexOf('\n## ')).match(/[\w-]+(?=,|\n|$)/g));
  const unused = all.filter(({ id }) => !used.has(id) && (isWhole || before === '' || listedBefore.has(id)));
  const slow = unused.filter((item) => 'lane' in item && item.lane === 'slow');
  const quick = unused.filter((item) => !slow.includes(item));
  return [
    '# Kill matrix',
    '',
    'Made by `proofmark selftest --kind mutant --matrix <file>`. A mutant is killed when a case that names one of its',
    'requirements comes out worse than on the sound server that the mutant was made from. With `--full` every case is tried',
    'on every mutant; those that name another requirement stand in brackets.',
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
