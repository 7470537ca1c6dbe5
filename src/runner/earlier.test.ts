import { expect, test } from 'vitest';
import { firstInconsistency } from '../verdict/consistency.ts';
import { inapplicable } from '../verdict/judgement.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  findingOf,
  recorder,
  recordOf,
  refused,
  step,
} from '../verdict/recompute/record.fixture.ts';
import { checkSelected, earlierAt, keptOf, lastBegun, nothingYet, withStrays } from './earlier.ts';

const spec = { delta: [], expect: 'refuse' as const };

test('what an interrupted case had sent is named by its finding, and counts for nothing', () => {
  const at = recorder();
  at.send('tested', accepted);
  const cut = recordOf(at.events);
  const { strays, done } = earlierAt(cut, 't');
  expect([[...strays], [...done]]).toEqual([[['c@token', ['x0']]], []]);

  const finding = caseFinding(at, caseOf([spec]), [{ steps: [step(at, spec, refused)] }]);
  expect(firstInconsistency(recordOf([...at.events, finding]))?.problem).toContain('no attempt of it names x0');
  const { attribution: _part, ...bare } = finding;
  const { basis, verdict } = withStrays(bare, strays.get('c@token'));
  expect([verdict, firstInconsistency(recordOf([...at.events, { ...finding, basis }]))]).toEqual(['pass', undefined]);
});

test('a case that was tried and now does not apply is not judged', () => {
  const at = recorder();
  at.send('tested', accepted);
  const result = { ...inapplicable('no PAR'), exchanges: [], basis: { by: 'inapplicable' as const, why: 'no PAR' } };
  const { verdict, basis, reason, assertions } = withStrays(result, ['x0']);
  const finding = findingOf(at, caseOf([spec]), { verdict, reason, assertions }, { basis });
  expect([verdict, firstInconsistency(recordOf([...at.events, finding]))]).toEqual(['blocked', undefined]);
  expect(withStrays(result, undefined)).toBe(result);
});

test('a target that offers something else is not gone on with', () => {
  const selected = { count: 3, digest: 'a' };
  const before = earlierAt(recordOf([], { preflight: { selected } }), 't');
  const now = { count: 4, digest: 'b' };
  expect(() => checkSelected(before, now, 't')).toThrow('4 cases and watches apply now, and 3 did before');
  checkSelected(before, selected, 't');
  checkSelected(nothingYet, now, 't');
});

test('what is kept of a target stands in its order, without its preflight where it is gone on with', () => {
  const at = recorder();
  const first = caseFinding(at, caseOf([spec]), [{ steps: [step(at, spec, refused)] }]);
  at.events.push(first);
  at.send('setup', accepted);
  const selected = { count: 1, digest: 'a' };
  const record = recordOf(at.events, { preflight: { selected } });
  const types = (isDone: boolean): readonly string[] => [...keptOf(record, 't', isDone)].map(({ type }) => type);
  const kept = ['exchange', 'exchange', 'exchange', 'finding', 'exchange'];
  expect([types(false), types(true), lastBegun(record)]).toEqual([['preflight', ...kept], ['preflight', ...kept], 0]);
  const chosen = { type: 'preflight', target: 't', facts: [], obstacles: [], selected };
  expect([...keptOf(record, 't', false)][0]).toEqual(chosen);
});
