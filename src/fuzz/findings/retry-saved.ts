import type { Finding } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import type { CaseResult } from '../../runner/case-result.ts';
import { toFinding, closedAt } from '../../runner/run-target.ts';
import { type Policy, type Resolve, selectInstances } from '../../runner/select.ts';
import type { Suite } from '../../suite/schema.ts';
import { attempts, hasFixedId, isBreach } from './confirm.ts';

export type Again = {
  readonly bench: Bench;
  readonly resolve: Resolve;
  readonly policy: Policy;
  readonly seed: number;
  /** The first free place in the order of findings. */
  readonly firstIndex: number;
  readonly emit: (event: Finding) => void;
};

/** Tries what was once found, each case some times alone: still there, gone, or now this and now that. */
export async function tryAgain(again: Again, suites: readonly Suite[]): Promise<readonly Finding[]> {
  const { bench } = again;
  const selected = selectInstances(suites, again, bench.offer, { slow: true });
  const instances = selected.filter((instance): instance is CaseInstance => instance.kind === 'case');
  const findings: Finding[] = [];
  for (const instance of instances) {
    if (bench.signal.aborted) break;
    const finding = await retried(again, { ...instance, index: again.firstIndex + findings.length });
    findings.push(finding);
    again.emit(finding);
  }
  return findings;
}

async function retried({ bench, seed }: Again, instance: CaseInstance): Promise<Finding> {
  const startedAt = performance.now();
  const results = closed(bench, instance) ?? (await attempts(bench, instance));
  const { result, seen, of } = summed(hasFixedId(instance.case) ? results.map(forgiven) : results);
  const finding = toFinding(bench, instance, result, performance.now() - startedAt);
  return { ...finding, fuzz: { phase: 'saved', seed, index: instance.index, seen, of } };
}

/** A `jti` that was sent before is refused by who remembers it: that shows no cure. */
function forgiven(result: CaseResult): CaseResult {
  if (result.verdict !== 'pass' && result.verdict !== 'note') return result;
  const reason = `Known finding, not judged: refused, as it has to be where its jti is remembered. ${result.reason}`;
  return { ...result, verdict: 'skip', reason };
}

/** Where nothing can be judged, nothing is sent. */
function closed(bench: Bench, { place }: CaseInstance): readonly CaseResult[] | undefined {
  const blocked = closedAt(bench, place);
  const why = blocked ?? bench.facts.absent.get(place);
  if (why === undefined) return undefined;
  const verdict = blocked === undefined ? 'skip' : 'blocked';
  return [{ verdict, reason: `Not run: ${why}`, assertions: [], exchanges: [] }];
}

type Summed = { readonly result: CaseResult; readonly seen: number; readonly of: number };

/** `of` counts the attempts that could be judged. */
function summed(results: readonly CaseResult[]): Summed {
  const broken = results.filter(({ verdict }) => isBreach(verdict));
  const sound = results.filter(({ verdict }) => verdict === 'pass' || verdict === 'note');
  const [told] = [...broken, ...sound, ...results];
  const of = broken.length + sound.length;
  if (told === undefined) return { result: interrupted, seen: 0, of };
  const exchanges = [...new Set(results.flatMap((result) => result.exchanges))];
  return { result: { ...told, ...standing(told, broken.length, of), exchanges }, seen: broken.length, of };
}

const interrupted: CaseResult = { verdict: 'error', reason: 'Interrupted.', assertions: [], exchanges: [] };

function standing({ verdict, reason }: CaseResult, seen: number, of: number): Pick<CaseResult, 'verdict' | 'reason'> {
  if (of === 0) return { verdict, reason };
  if (seen === 0) return { verdict, reason: `Known finding, fixed: ${reason} Tried ${times(of)}.` };
  if (seen === of) return { verdict, reason: `Known finding, still broken: ${reason} Seen ${seen} times of ${of}.` };
  return { verdict: 'warn', reason: `Known finding, unstable: seen ${seen} times of ${of}. ${reason}` };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
