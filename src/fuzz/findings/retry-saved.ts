import type { Finding } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import { closedAt, closedResult } from '../../runner/not-run.ts';
import { toFinding } from '../../runner/to-finding.ts';
import { type Policy, type Resolve, selectInstances } from '../../runner/select.ts';
import type { Suite } from '../../suite/schema.ts';
import { attempts, type Confirmed, summedUp } from './confirm.ts';
import { isOnceOnly, triedAgain } from '../../verdict/steadiness.ts';

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
  const { result, seen, of } = closed(bench, instance) ?? (await triedAlone(bench, instance));
  const finding = toFinding(bench, instance, result, performance.now() - startedAt);
  return { ...finding, fuzz: { phase: 'saved', seed, index: instance.index, seen, of } };
}

/** Where nothing can be judged, nothing is sent. */
function closed(bench: Bench, { place }: CaseInstance): Confirmed | undefined {
  const [blocked, absent] = [closedAt(bench, place), bench.facts.absent.get(place)];
  if (blocked !== undefined) return { result: closedResult('blocked', blocked), seen: 0, of: 0 };
  return absent === undefined ? undefined : { result: closedResult('inapplicable', absent), seen: 0, of: 0 };
}

async function triedAlone(bench: Bench, instance: CaseInstance): Promise<Confirmed> {
  const results = await attempts(bench, instance);
  const { judgement, ...counts } = triedAgain(results, isOnceOnly(instance.case));
  return { result: summedUp('retry', results, judgement), ...counts };
}
