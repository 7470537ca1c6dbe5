import type { Verdict } from '../../record/schema.ts';
import type { OpOf } from '../../plan/ops.ts';
import type { Bench } from '../../bench/bench.ts';
import { createControls } from '../../runner/controls.ts';
import type { CaseInstance } from '../../runner/case-context.ts';
import { runCase } from '../../runner/run-case.ts';
import type { CaseResult } from '../../runner/case-result.ts';
import { createSessions } from '../../bench/sessions.ts';
import { createSlots } from '../../runner/slots.ts';
import type { Case } from '../../suite/schema.ts';
import { lossAt } from '../../bench/life.ts';

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
 * over with the first refusal: who remembers the id has to refuse it from then on, and that takes nothing back.
 */
export async function attempts(bench: Bench, instance: CaseInstance): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  while (results.length < confirmations && !bench.signal.aborted) {
    const shared = { bench, sessions: createSessions(bench), controls: createControls(), slots: createSlots(1) };
    const result = await runCase({ ...shared, crowding: 'alone' }, instance);
    // Of an attempt that broke off, nothing follows.
    const isLost = isUnjudged(result) && lossAt(bench, instance.place, instance.subject) !== undefined;
    const isOver = isLost || (hasFixedId(instance.case) && !isBreach(result.verdict));
    if (!isOver || results.length === 0) results.push(result);
    if (isOver) break;
  }
  return results;
}

/** Sent with the same `jti` each time, and to be refused. */
export function hasFixedId({ exchanges }: Case): boolean {
  const last = exchanges.at(-1);
  return last?.expect === 'refuse' && last.delta.some((op) => op.op === 'claim-set' && isLiteralId(op));
}

function isLiteralId({ name, value }: OpOf<'claim-set'>): boolean {
  return name === 'jti' && !JSON.stringify(value).includes('"$"');
}

/** Whether what was seen among other requests is seen again alone. */
export async function confirm(bench: Bench, instance: CaseInstance): Promise<Confirmed> {
  const loss = lossAt(bench, instance.place, instance.subject);
  if (loss !== undefined) return { result: lost(loss), seen: 0, of: 0 };
  const results = await attempts(bench, instance);
  const broken = results.filter(({ verdict }) => isBreach(verdict));
  const exchanges = [...new Set(results.flatMap((result) => result.exchanges))];
  const [told] = [...broken, ...results];
  if (told === undefined) return { result: interrupted, seen: 0, of: 0 };
  return {
    result: { ...told, ...steadiness(told, broken.length, results.length, hasFixedId(instance.case)), exchanges },
    seen: broken.length,
    of: results.length,
  };
}

function lost(why: string): CaseResult {
  return { verdict: 'blocked', reason: `Seen once, and not tried again: ${why}.`, assertions: [], exchanges: [] };
}

const interrupted: CaseResult = {
  verdict: 'warn',
  reason: 'Seen once; the campaign ended before it could be seen again.',
  assertions: [],
  exchanges: [],
};

function isUnjudged({ verdict }: CaseResult): boolean {
  return verdict === 'blocked' || verdict === 'error';
}

export function isBreach(verdict: Verdict): boolean {
  return verdict === 'fail' || verdict === 'warn';
}

/** What is not seen each time is shown all the same, and fails nobody. */
function steadiness(
  { verdict, reason }: CaseResult,
  seen: number,
  of: number,
  isFixed: boolean,
): Pick<CaseResult, 'verdict' | 'reason'> {
  if (isFixed && seen === 1) return { verdict, reason: `${reason} Seen once; its jti may be remembered from then on.` };
  if (seen === of) return { verdict, reason: `${reason} Seen ${seen} times of ${of}, each with a new key and token.` };
  if (seen > 0) return { verdict: 'warn', reason: `Unstable: seen ${seen} times of ${of}. ${reason}` };
  if (verdict === 'blocked' || verdict === 'error') return { verdict, reason };
  return { verdict: 'note', reason: `Unstable: seen once among other requests, and never again alone. ${reason}` };
}
