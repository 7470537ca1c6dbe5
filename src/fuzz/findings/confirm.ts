import { closedResult } from '../../runner/not-run.ts';
import { isUnsure, isBreach, type Judgement } from '../../verdict/judgement.ts';
import type { Bench } from '../../bench/bench.ts';
import { createControls } from '../../runner/controls.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import { runCase } from '../../runner/run-case.ts';
import type { CaseResult } from '../../runner/case-result.ts';
import { createSessions } from '../../bench/sessions.ts';
import { createSlots } from '../../runner/slots.ts';
import { lossAt } from '../../bench/life.ts';
import type { Basis, TryBasis } from '../../record/basis.ts';
import { confirmed, isOnceOnly } from '../../verdict/steadiness.ts';

/** A finding is tried so often, each time with a new key, new tokens and new controls. */
const confirmations = 3;

export type Confirmed = {
  readonly result: CaseResult;
  /** How many of the confirmations showed it again. */
  readonly seen: number;
  readonly of: number;
};

/**
 * Runs a case alone, with lawful twins around it, so often as it takes to know whether it is steady. What has a fixed id is
 * over with the first refusal: a server which remembers the id has to refuse it from then on, and that takes nothing back.
 */
export async function attempts(bench: Bench, instance: CaseInstance): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  while (results.length < confirmations && !bench.signal.aborted) {
    const slots = createSlots(1);
    const controls = createControls({ width: 1, signal: bench.signal, usual: bench.pulse.usual });
    const shared = { bench, sessions: createSessions(bench), controls, slots };
    const result = await runCase({ ...shared, crowding: 'alone' }, instance);
    // Of an attempt that broke off, nothing follows.
    const isLost = isUnsure(result.verdict) && lossAt(bench, instance.place, instance.subject) !== undefined;
    const isOver = isLost || (isOnceOnly(instance.case) && !isBreach(result.verdict));
    if (!isOver || results.length === 0) results.push(result);
    if (isOver) break;
  }
  return results;
}

/** Whether what was seen among other requests is seen again alone. */
export async function confirm(bench: Bench, instance: CaseInstance): Promise<Confirmed> {
  const loss = lossAt(bench, instance.place, instance.subject);
  if (loss !== undefined) return { result: closedResult('blocked', loss), seen: 0, of: 0 };
  const results = await attempts(bench, instance);
  const { judgement, ...counts } = confirmed(results, isOnceOnly(instance.case));
  return { result: summedUp('confirmation', results, judgement), ...counts };
}

/** One result of several tries. */
export function summedUp(
  by: 'confirmation' | 'retry',
  results: readonly CaseResult[],
  judgement: Judgement,
): CaseResult {
  const exchanges = [...new Set(results.flatMap((result) => result.exchanges))];
  return { ...judgement, exchanges, basis: { by, tries: results.flatMap(({ basis }) => tryOf(basis)) } };
}

function tryOf(basis: Basis): readonly TryBasis[] {
  if (basis.by !== 'case') return [];
  const { attempts: list, gaveUp } = basis;
  return [{ attempts: list, ...(gaveUp === undefined ? {} : { gaveUp }) }];
}
