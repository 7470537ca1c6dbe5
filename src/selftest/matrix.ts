import type { Suite } from '../suite/schema.ts';
import { mutants } from '../../targets/reference/mutants.ts';
import { awaiting } from './awaiting.ts';
import type { JobResult } from './jobs.ts';

/** The kill matrix as a readable table: mutant by mutant, then the cases that no mutant needs. */
export function renderMatrix(suites: readonly Suite[], results: readonly JobResult[]): string {
  const byId = new Map(results.filter(({ job }) => job.kind === 'mutant').map((result) => [result.job.id, result]));
  const rows = mutants.map(({ id, requirements, summary }) => {
    const result = byId.get(id);
    return `| ${id} | ${requirements.join(' ')} | ${summary} | ${killersOf(result)} |`;
  });
  const used = new Set([...byId.values()].flatMap(({ kills }) => kills.map((kill) => kill.case)));
  const all = suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])].map(({ id }) => id));
  const unused = all.filter((id) => !used.has(id));
  const waiting = Object.entries(awaiting).map(([id, reason]) => `- ${id}: ${reason ?? ''}`);
  return [
    '# Kill matrix',
    '',
    'Made by `proofmark selftest --full`. A mutant is killed when a case that names one of its requirements comes out worse',
    'than on the sound server that the mutant was made from. Cases in brackets tell it too, but name another requirement.',
    '',
    `${mutants.length} mutants, ${all.length} cases and watches, ${unused.length} of them without a mutant.`,
    '',
    '| mutant | breaks | what is wrong with it | killed by |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Mutants that no case tells yet',
    '',
    ...(waiting.length > 0 ? waiting : ['None.']),
    '',
    '## Cases without a mutant',
    '',
    unused.length > 0 ? unused.join(', ') : 'None.',
    '',
  ].join('\n');
}

const shown = 4;

/** The cases that tell a mutant, those that name its requirement first. */
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
