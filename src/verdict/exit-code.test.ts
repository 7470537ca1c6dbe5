import { describe, expect, test } from 'vitest';
import type { Verdict } from '../record/schema.ts';
import { exitCodeOf, exitCodeOfError, type RunEnd } from './exit-code.ts';

const waiver = { reason: 'known since last year' };
const found = (...verdicts: readonly Verdict[]): RunEnd['findings'] => verdicts.map((verdict) => ({ verdict }));
const waived = (verdict: Verdict): RunEnd['findings'][number] => ({ verdict, waiver });

function exit(findings: RunEnd['findings'], change: Partial<RunEnd> = {}): number {
  return exitCodeOf({
    findings,
    failOn: ['fail'],
    missing: 0,
    staleWaivers: 0,
    unjudged: 0,
    ended: 'complete',
    problems: 0,
    ...change,
  });
}

describe('the exit code', () => {
  test.each<readonly [string, number, number]>([
    ['0: all passed', exit(found('pass', 'note', 'skip')), 0],
    ['0: a note alone is something seen', exit(found('note', 'skip')), 0],
    ['0: warnings do not count', exit(found('pass', 'warn')), 0],
    ['1: warnings count where asked for', exit(found('pass', 'warn'), { failOn: ['fail', 'warn'] }), 1],
    ['0: a crash does not count by itself', exit([{ verdict: 'warn', crash: true }]), 0],
    ['1: a crash counts where asked for', exit([{ verdict: 'warn', crash: true }], { failOn: ['fail', 'crash'] }), 1],
    ['0: a crash that is waived', exit([{ ...waived('warn'), crash: true }], { failOn: ['fail', 'crash'] }), 0],
    ['0: warnings do not count where crashes do', exit(found('warn'), { failOn: ['fail', 'crash'] }), 0],
    ['0: a new skip does not count by itself', exit([{ verdict: 'skip', news: true }], { missing: 3 }), 0],
    ['1: a new skip counts where asked for', exit([{ verdict: 'skip', news: true }], { failOn: ['skip'] }), 1],
    ['0: an expected skip does not', exit(found('skip', 'pass'), { failOn: ['skip'] }), 0],
    ['1: so does a case of the base that was not run', exit(found('pass'), { failOn: ['skip'], missing: 1 }), 1],
    ['1: a failure counts whatever was asked for', exit(found('fail'), { failOn: ['crash'] }), 1],
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
    ['3: something kept a place from being judged', exit(found('pass'), { problems: 1 }), 3],
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

test('an error that the user can mend is bad usage, any other leaves the work incomplete', () => {
  const codes = ['ERR_USAGE', 'ERR_RECORD_INVALID', 'ERR_LOGIN', 'ERR_INTERNAL'] as const;
  expect(codes.map(exitCodeOfError)).toEqual([2, 2, 3, 3]);
});
