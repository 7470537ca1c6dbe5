import { describe, expect, test } from 'vitest';
import type { Verdict } from '../record/schema.ts';
import { countVerdicts, gate, type GateInput, isJudged } from './gate.ts';

const waiver = { reason: 'known since last year' };
const found = (...verdicts: readonly Verdict[]): GateInput['findings'] => verdicts.map((verdict) => ({ verdict }));
const waived = (verdict: Verdict): GateInput['findings'][number] => ({ verdict, waiver });

function exit(findings: GateInput['findings'], change: Partial<GateInput> = {}): number {
  return gate({
    findings,
    failOn: 'fail',
    staleWaivers: 0,
    unjudged: 0,
    ended: 'complete',
    preflightErrors: 0,
    ...change,
  });
}

describe('the exit code', () => {
  test.each<readonly [string, number, number]>([
    ['0: all passed', exit(found('pass', 'note', 'skip')), 0],
    ['0: a note alone is something seen', exit(found('note', 'skip')), 0],
    ['0: warnings do not count', exit(found('pass', 'warn')), 0],
    ['1: warnings count where asked for', exit(found('pass', 'warn'), { failOn: 'warn' }), 1],
    ['1: a failure', exit(found('pass', 'fail')), 1],
    ['1: a failure, whatever else is lacking', exit(found('fail', 'blocked', 'error'), { ended: 'aborted' }), 1],
    ['0: a failure that is waived', exit([waived('fail'), ...found('pass')]), 0],
    ['0: nothing but failures that are waived', exit([waived('fail')]), 0],
    ['1: one of two failures is waived', exit([waived('fail'), ...found('fail')]), 1],
    ['3: something could not be judged', exit(found('pass', 'blocked')), 3],
    ['3: an error of ours', exit(found('pass', 'error')), 3],
    ['0: what could not be judged is waived', exit([waived('blocked'), ...found('pass')]), 0],
    ['3: nothing was judged, and what could not be is waived', exit([waived('blocked')], { unjudged: 1 }), 3],
    ['0: nothing found, and something was judged', exit([]), 0],
    ['3: the preflight found an error', exit(found('pass'), { preflightErrors: 1 }), 3],
    ['3: one target of several was not judged at all', exit(found('pass'), { unjudged: 1 }), 3],
    ['3: the run was aborted', exit(found('pass'), { ended: 'aborted' }), 3],
    ['4: a waiver is stale', exit(found('pass'), { staleWaivers: 1 }), 4],
    ['3: a waiver is stale and something is lacking', exit(found('pass', 'blocked'), { staleWaivers: 1 }), 3],
    ['1: a waiver is stale and something failed', exit(found('fail'), { staleWaivers: 1 }), 1],
    ['130: interrupted, failure or not', exit(found('fail'), { ended: 'interrupted' }), 130],
  ])('%s', (_, code, wanted) => {
    expect(code).toBe(wanted);
  });
});

test('verdicts are counted, those that did not come left out', () => {
  expect(countVerdicts(found('pass', 'fail', 'pass'))).toEqual({ pass: 2, fail: 1 });
});

test('a target is judged by anything but skips and what could not be judged', () => {
  expect([isJudged(found('skip', 'note')), isJudged(found('skip', 'blocked', 'error')), isJudged([])]).toEqual([
    true,
    false,
    false,
  ]);
});
