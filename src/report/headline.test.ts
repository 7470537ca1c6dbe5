import { expect, test } from 'vitest';
import { findingEvents, fuzzed, preflight, runStarted, sketches } from '../../reports/record.fixture.ts';
import { foldRecord } from '../record/fold.ts';
import type { Finding } from '../record/schema.ts';
import { conclude } from '../verdict/conclude.ts';
import { renderHtml } from './formats/html.ts';
import { targetHeadline } from './headline.ts';
import { reportModel } from './model.ts';

type Found = Pick<Finding, 'verdict' | 'waiver' | 'crash'>;

const waiver = { reason: 'known since last year' };

/** A whole run in which the same case came out so at one place after the other. */
function recordOf(...all: readonly Found[]) {
  const [sketch] = sketches;
  if (sketch === undefined) throw new Error('the fixture has sketches');
  const findings = all.flatMap((one, index) =>
    findingEvents('acme', { ...sketch, id: `${sketch.id}-${index}` }, index, one),
  );
  const events = [runStarted(['acme']), preflight('acme', [], all.length), ...findings, fuzzed('acme')];
  const conclusion = conclude(foldRecord(events), 'complete');
  return foldRecord([...events, { type: 'run-finished', finishedAt: '2026-11-22T10:00:09.000Z', ...conclusion }]);
}

const headline = (...all: readonly Found[]): string => {
  const [target] = reportModel(recordOf(...all)).targets;
  return target === undefined ? '' : targetHeadline(target);
};

test.each<[readonly Found[], RegExp]>([
  [[{ verdict: 'fail' }], /^acme does not conform to RFC 9449: 1 rule broken, probably 1 cause\.$/],
  [[{ verdict: 'fail', crash: true }], /The server crashes\.$/],
  [[{ verdict: 'pass' }], /^acme conforms to RFC 9449 in all that was tried\.$/],
  [[{ verdict: 'warn' }, { verdict: 'pass' }], /, with 1 warning\.$/],
  [[{ verdict: 'warn', waiver }], /, with 1 warning that is waived\.$/],
  [[{ verdict: 'fail', waiver }], /, apart from 1 problem that is waived\.$/],
  [[{ verdict: 'fail', waiver }, { verdict: 'warn' }], /, apart from 1 problem that is waived and with 1 warning\.$/],
])('%j', (all, sentence) => {
  expect(headline(...all)).toMatch(sentence);
});

test('nobody is said to conform where a broken rule is waived, also beside a warning of the same cause', () => {
  for (const all of [
    [{ verdict: 'fail' as const, waiver }],
    [{ verdict: 'fail' as const, waiver }, { verdict: 'warn' as const }],
  ]) {
    expect(headline(...all)).not.toMatch(/conforms/);
    expect(renderHtml(recordOf(...all))).not.toMatch(/class="result">conforms/);
  }
});

test('the page says for each target that nothing was seen broken, or that it is waived', () => {
  expect(renderHtml(recordOf({ verdict: 'pass' }))).toContain('No rule that the server must keep was seen broken.');
  expect(renderHtml(recordOf({ verdict: 'fail', waiver }))).toContain('Every broken rule is waived.');
});
