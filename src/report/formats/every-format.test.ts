import { parse } from 'ctrf';
import fc from 'fast-check';
import type { Har } from 'har-format';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import {
  findingEvents,
  fuzzed,
  preflight,
  runFinished,
  runStarted,
  sketches,
} from '../../../reports/record.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import type { Finding, RecordEvent, RunFinished, RunRecord } from '../../record/schema.ts';
import type { Asked, GateWord } from '../../record/scope.ts';
import { conclude } from '../../verdict/conclude.ts';
import { gateWords } from '../../verdict/against.ts';
import { renderAnnotations } from '../ci/annotations.ts';
import { renderGitlab } from '../ci/gitlab.ts';
import { renderBadgeJson, renderBadgeSvg } from './badge.ts';
import { renderConsole } from './console.ts';
import { renderCtrf } from './ctrf.ts';
import { renderHar } from './har.ts';
import { renderHtml } from './html.ts';
import { summaryOf } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';

type Found = Pick<Finding, 'verdict' | 'waiver' | 'crash' | 'news'>;

const verdict = fc.constantFrom<Finding['verdict']>('pass', 'fail', 'warn', 'note', 'skip', 'blocked', 'error');
const found: fc.Arbitrary<Found> = fc
  .record({ verdict, isWaived: fc.boolean(), isCrash: fc.boolean(), isNews: fc.boolean() })
  .map(({ verdict: one, isWaived, isCrash, isNews }) => ({
    verdict: one,
    ...(isWaived && !['pass', 'note'].includes(one) ? { waiver: { reason: 'known since last year' } } : {}),
    ...(isCrash && (one === 'fail' || one === 'warn') ? { crash: true as const } : {}),
    ...(isNews && one === 'skip' && !isWaived ? { news: true as const } : {}),
  }));

const run = fc.record({
  found: fc.array(found, { maxLength: 5 }),
  failOn: fc.subarray<GateWord>(['warn', 'crash', 'skip']),
  ended: fc.constantFrom<RunFinished['ended']>('complete', 'complete', 'complete', 'interrupted', 'aborted'),
  narrowed: fc.constantFrom<Asked['narrowed']>([], [], [{ by: '--case', to: ['typ-*'] }], [{ by: '--no-fuzz' }]),
  isFuzzed: fc.boolean(),
  isMissing: fc.boolean(),
  errors: fc.constantFrom([], [], ['no token']),
  isStale: fc.boolean(),
});
type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

function recordOf({ found: all, failOn, ended, narrowed, isFuzzed, isMissing, errors, isStale }: Run): RunRecord {
  const findings = all.flatMap((one, index) => {
    const sketch = sketches[index];
    return sketch === undefined ? [] : findingEvents('t', sketch, index, one);
  });
  const expired = { case: 'c', verdict: 'fail' as const, reason: 'until then', expires: '2020-01-01' };
  const [target] = runStarted(['t']).targets;
  if (target === undefined) throw new Error('the fixture has a target');
  const targets = [
    {
      ...target,
      base: { runId: 'earlier', skipped: [], judged: isMissing ? ['gone@token'] : [] },
      ...(isStale ? { waivers: [expired] } : {}),
    },
  ];
  const events: RecordEvent[] = [
    runStarted(['t'], { failOn: ['fail', ...failOn], scope: { narrowed, slow: false }, targets }),
    preflight('t', errors, all.length),
    ...findings,
    ...(isFuzzed ? [fuzzed('t')] : []),
  ];
  return foldRecord([...events, runFinished(conclude(foldRecord(events), ended))]);
}

/** What each format says of the gate. */
function said(record: RunRecord) {
  const junit = renderJunit(record);
  const total = (name: string): number => Number(new RegExp(`<testsuites [^>]*\\b${name}="(\\d+)"`).exec(junit)?.[1]);
  const json = summaryOf(record);
  const { runs } = JSON.parse(renderSarif(record)) as Log;
  const ctrf = parse(renderCtrf(record));
  const har = JSON.parse([...renderHar(record)].join('')) as Har;
  const gitlab = JSON.parse(renderGitlab(record)) as readonly { check_name: string; description: string }[];
  const titles = {
    console:
      renderConsole(record)
        .split('\n')
        .findLast((line) => /^\S/.test(line)) ?? '',
    markdown: renderMarkdown(record).split('\n', 1)[0] ?? '',
    html: /<span class="gate-chip">(.*?)<\/span>/.exec(renderHtml(record))?.[1] ?? '',
    json: json.gate.result,
    sarif: runs[0]?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text ?? '',
    ctrf: ctrf.results.environment?.reportName ?? '',
    har: har.log.comment?.split('.')[0] ?? '',
    // An empty list is all that a good run has to say there.
    gitlab: gitlab[0]?.check_name === 'proofmark' ? gitlab[0].description : 'Gate met',
    annotations: decodeURIComponent(renderAnnotations(record).split('\n')[0]?.split('%0A')[0] ?? ''),
    badge: (JSON.parse(renderBadgeJson(record)) as { message: string }).message,
  };
  const results = runs[0]?.results ?? [];
  return {
    titles: Object.values(titles),
    json,
    failures: total('failures'),
    errors: total('errors'),
    sarif: results.filter((result) => result.properties?.['against'] !== null),
    isSuccessful: runs[0]?.invocations?.[0]?.executionSuccessful,
    ctrf: ctrf.results.summary,
  };
}

/** Whether a finding has to count. */
function isCounted({ verdict: one, waiver, crash, news }: Found, failOn: readonly GateWord[]): boolean {
  if (waiver !== undefined) return false;
  return (
    one === 'fail' ||
    (failOn.includes('warn') && one === 'warn') ||
    (failOn.includes('crash') && crash === true) ||
    (failOn.includes('skip') && news === true)
  );
}

/** Whether each format says so. */
function inEach(titles: readonly string[], words: RegExp): readonly (readonly [string, boolean])[] {
  return titles.map((title) => [title, words.test(title)]);
}

test('what the gate counts, every format counts', () => {
  fc.assert(
    fc.property(run, (one) => {
      const record = recordOf(one);
      const { titles, json, failures, errors, sarif, isSuccessful, ctrf } = said(record);
      const code = record.finished?.exitCode;
      const counted = one.found.filter((finding) => isCounted(finding, one.failOn)).length;
      const isGone = one.isMissing && one.failOn.includes('skip') && one.narrowed.every(({ by }) => by === '--no-fuzz');
      const isBad = counted > 0 || isGone;

      // One finding that counts is one failure and one count, and nothing else is a failure.
      expect(failures).toBe(counted + (isGone ? 1 : 0));
      expect(gateWords.reduce((sum, word) => sum + json.gate.against[word], 0)).toBe(counted);
      expect(json.findings.filter(({ against }) => against !== null)).toHaveLength(counted);
      expect(sarif.map(({ level, suppressions }) => [level, suppressions])).toEqual(
        sarif.map(() => ['error', undefined]),
      );
      expect(sarif).toHaveLength(counted);
      // The exit code, the headlines and the counts agree.
      expect([code === 1, code === 0]).toEqual([isBad && one.ended !== 'interrupted', failures + errors === 0]);
      expect([code === 0, isSuccessful]).toEqual([ctrf.failed === 0, json.gate.caveats.length === 0]);
      expect(inEach(titles, /gate not met/i)).toEqual(titles.map((title) => [title, isBad]));
      expect(inEach(titles, /gate met/i)).toEqual(titles.map((title) => [title, code === 0 && json.scope.isWhole]));
      expect(json.gate.isMet).toBe(code === 0 && json.scope.isWhole);
    }),
    { numRuns: 150 },
  );
});

test('every format says in its headline that only a part was run, and how much', () => {
  fc.assert(
    fc.property(run, (one) => {
      const record = recordOf(one);
      const { titles, json } = said(record);
      const isWhole = one.narrowed.length === 0 && one.isFuzzed && json.scope.ran === one.found.length;
      const part = one.found.length === 0 ? 'no case' : `${json.scope.ran} of ${one.found.length} `;
      const partial = isWhole ? /partial/i : new RegExp(`partial: ${part}`, 'i');
      expect(json.scope.isWhole).toBe(isWhole);
      expect(inEach(titles, partial)).toEqual(titles.map((title) => [title, !isWhole]));
      expect([isWhole, /<span class="result">conforms/.test(renderHtml(record))]).not.toEqual([false, true]);
      expect(renderJunit(record).includes('name="everything that applies was run"')).toBe(!isWhole);
    }),
    { numRuns: 80 },
  );
});

test('every format says in its headline that the server crashes, whatever the gate was asked for', () => {
  fc.assert(
    fc.property(run, (one) => {
      const isCrashing = one.found.some(({ crash, waiver }) => crash === true && waiver === undefined);
      const { titles } = said(recordOf(one));
      expect(inEach(titles, /the server crashes/)).toEqual(titles.map((title) => [title, isCrashing]));
    }),
    { numRuns: 50 },
  );
});

test('every format shows a new skip', () => {
  const record = recordOf({
    found: [{ verdict: 'pass' }, { verdict: 'skip', news: true }],
    failOn: [],
    ended: 'complete',
    narrowed: [],
    isFuzzed: true,
    isMissing: true,
    errors: [],
    isStale: false,
  });
  const texts = [
    renderConsole(record),
    renderMarkdown(record),
    renderHtml(record),
    renderJunit(record),
    renderSarif(record),
    renderCtrf(record),
    renderGitlab(record),
    renderAnnotations(record),
    [...renderHar(record)].join(''),
  ];
  for (const text of [...texts, JSON.stringify(summaryOf(record))]) {
    expect(text).toMatch(/1 skip is new: the base \(earlier\) does not have t\/jwk-private-key@/);
    expect(text).toMatch(/1 case that the base judged is not in this run: t\/gone@/);
  }
  expect([record.finished?.exitCode, record.finished?.tone]).toEqual([0, 'good']);
});

test('texts of ten megabytes leave every summary small, and run in a moment', () => {
  const long = `${'A'.repeat(10_000_000)}]]>-->\u001B[2J\u202E`;
  const [sketch] = sketches;
  if (sketch === undefined) throw new Error('the fixture has sketches');
  const big = { ...sketch, title: long, why: long, summary: long, requirement: long };
  const [, , , finding] = findingEvents('t', big, 0, { verdict: 'fail', reason: long });
  if (finding?.type !== 'finding') throw new Error('the fixture ends with a finding');
  const events = [runStarted(['t']), preflight('t', [long], 1), finding, runFinished({ exitCode: 1, message: long })];
  const record = foldRecord(events);
  const outputs = {
    markdown: renderMarkdown(record),
    junit: renderJunit(record),
    sarif: renderSarif(record),
    ctrf: renderCtrf(record),
    gitlab: renderGitlab(record),
    annotations: renderAnnotations(record),
    badge: renderBadgeJson(record),
    svg: renderBadgeSvg(record),
  };
  for (const [name, text] of Object.entries(outputs)) {
    expect([name, text.length < 200_000]).toEqual([name, true]);
    expect([name, /(?![\n\t])[\p{Cc}\p{Cf}]/u.test(text)]).toEqual([name, false]);
  }
});
