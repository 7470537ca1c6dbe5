import { HarnessError } from '../errors.ts';
import type { Finding, RunRecord } from '../record/schema.ts';
import { planOps } from '../report/fuzz.ts';
import { findingLines } from '../report/replay-text.ts';
import type { RunOptions } from '../runner/run.ts';
import type { Policy } from '../runner/select.ts';
import { loadCatalogue, type Requirement } from '../suite/catalogue.ts';
import type { Suite } from '../suite/schema.ts';
import { type CliContext, print } from './context.ts';
import { onlyAgain } from './fuzzing.ts';
import { findDescriptor, type Replayed, suiteOfFinding } from './replay-input.ts';

type FoundByFuzzing = Exclude<Replayed, { readonly kind: 'case' }>;

/** Which descriptors are needed, and what goes to each of them. */
export type Errand = {
  readonly descriptors: readonly string[];
  readonly afterCases: NonNullable<RunOptions['afterCases']>;
};

/** `target`: the descriptor that stands in for all that are recorded. */
export function errandOf(
  { cwd, recordFile }: { readonly cwd: string; readonly recordFile: string },
  replayed: FoundByFuzzing,
  target: string | undefined,
  policy: Policy,
): Errand {
  const catalogue: readonly Requirement[] = loadCatalogue();
  if (target !== undefined) {
    const suites = suitesOf(replayed);
    return { descriptors: [target], afterCases: onlyAgain(catalogue, policy, 0, () => suites) };
  }
  if (replayed.kind === 'saved')
    throw new HarnessError('ERR_USAGE', 'a saved case belongs to no target: name a descriptor with --target');
  const { record, findings } = replayed;
  const wanted = record.started.targets.filter(({ name }) => findings.some((finding) => finding.target === name));
  const at = (name: string): readonly Suite[] => findings.filter((one) => one.target === name).map(suiteOfFinding);
  return {
    descriptors: wanted.map(({ descriptor }) => findDescriptor(cwd, recordFile, descriptor)),
    afterCases: onlyAgain(catalogue, policy, record.started.seed, at),
  };
}

/** The same case found at two targets is sent once. */
function suitesOf(replayed: FoundByFuzzing): readonly Suite[] {
  const suites = replayed.kind === 'saved' ? replayed.suites : replayed.findings.map(suiteOfFinding);
  return [...new Map(suites.map((suite) => [JSON.stringify(suite.cases), suite])).values()];
}

const answers = ['FAILED', 'UNSTABLE', 'ERROR', 'FIXED'] as const;
type Answer = (typeof answers)[number];

/** Tells of each finding what has become of it. 0: all fixed, 1: one is not, 3: one could not be judged. */
export function tellFindings(context: CliContext, replayed: FoundByFuzzing, now: RunRecord): number {
  const before = replayed.kind === 'saved' ? [] : replayed.findings;
  const told = now.findings.map((after) => tellOne(context, after, before, now));
  const missing = wantedOf(replayed).filter((id) => !now.findings.some(({ instance }) => instance === id));
  for (const id of missing) print(context.stdout, `ERROR  ${id}  not run: the target offers no such place`);
  const all: readonly Answer[] = [...told, ...missing.map(() => 'ERROR' as const)];
  if (all.length > 1) print(context.stdout, countsOf(all));
  if (all.includes('FAILED') || all.includes('UNSTABLE')) return 1;
  return all.length === 0 || all.includes('ERROR') ? 3 : 0;
}

function wantedOf(replayed: FoundByFuzzing): readonly string[] {
  if (replayed.kind === 'findings') return [...new Set(replayed.findings.map(({ instance }) => instance))];
  return replayed.suites.flatMap(({ cases }) => cases.flatMap(({ id, at }) => at.map((place) => `${id}@${place}`)));
}

function tellOne(context: CliContext, after: Finding, recorded: readonly Finding[], now: RunRecord): Answer {
  const answer = answerOf(after);
  const same = recorded.filter(({ instance }) => instance === after.instance);
  const before = same.find(({ target }) => target === after.target) ?? same[0];
  print(context.stdout, `${answer}  ${after.target}/${after.instance}  ${after.title}`);
  if (before !== undefined) print(context.stdout, `  recorded  ${before.verdict}: ${before.reason}`);
  print(context.stdout, `  now       ${after.verdict}: ${after.reason}`);
  for (const { level, section, summary } of after.requirements)
    print(context.stdout, `  ${level} (${section}): ${summary}`);
  for (const ops of planOps(after)) print(context.stdout, `  plan      ${ops}`);
  for (const line of findingLines(now, after)) print(context.stdout, `  ${line}`);
  return answer;
}

function answerOf({ verdict, fuzz }: Finding): Answer {
  if (fuzz !== undefined && fuzz.seen > 0) return fuzz.seen === fuzz.of ? 'FAILED' : 'UNSTABLE';
  return verdict === 'pass' || verdict === 'note' ? 'FIXED' : 'ERROR';
}

function countsOf(all: readonly Answer[]): string {
  const counts = answers.map((answer) => [answer, all.filter((one) => one === answer).length] as const);
  const told = counts.filter(([, count]) => count > 0).map(([answer, count]) => `${count} ${answer}`);
  return `\n${all.length} findings: ${told.join(', ')}`;
}
