import { describe, expect, test } from 'vitest';
import { preflight, runFinished, runStarted, sketches, findingEvents } from '../../../reports/record.fixture.ts';
import type { Finding, FuzzSummary } from '../../record/schema.ts';
import { foldRecord } from '../../record/fold.ts';
import { renderConsole } from '../formats/console.ts';
import { gateOf } from '../gate.ts';
import { renderHtml } from '../formats/html.ts';
import { renderJson } from '../formats/json.ts';
import { renderJunit } from '../formats/junit.ts';
import { renderMarkdown } from '../formats/markdown.ts';

const summary: FuzzSummary = {
  type: 'fuzz',
  target: 't',
  seed: 7,
  places: ['token', 'resource'],
  plans: { agrees: 900, either: 80, surprise: 12, unjudged: 8 },
  requests: 1042,
  findings: 1,
  stopped: 'all plans were tried',
};

const ops = [{ op: 'header-remove', name: 'typ' }];
type Found = Partial<Finding> & Pick<Finding, 'verdict'>;

const found: Found = {
  verdict: 'fail',
  suite: 'fuzz',
  suiteTitle: 'Found by fuzzing',
  plan: { exchanges: [{ delta: ops, expect: 'refuse' }] },
  fuzz: { phase: 'pairs', seed: 9, index: 3, seen: 2, of: 3 },
};

function record(change: Partial<FuzzSummary> = {}, finding: Found = found) {
  const [sketch] = sketches;
  if (sketch === undefined) throw new Error('the fixture has sketches');
  const findings = finding === none ? [] : findingEvents('t', sketch, 0, finding);
  const finished = runFinished({ exitCode: findings.length === 0 ? 0 : 1 });
  return foldRecord([runStarted(['t']), preflight('t', [], 0), ...findings, { ...summary, ...change }, finished]);
}

const none: Found = { verdict: 'pass' };
const plan = '[{"op":"header-remove","name":"typ"}]';
const origin = 'found by fuzzing: pairs of changes, seed 9, plan 3; seen 2 of 3 times';
const tried =
  '1000 plans at token, resource: 900 answered as they must be, 80 that may be answered either way, 12 answered otherwise, 8 not judged; 1042 requests, seed 7; 1 finding, 1 unstable; ended: all plans were tried';

describe('a finding of fuzzing', () => {
  test('shows on the console what is broken, its plan as data, where it comes from and how to repeat it', () => {
    const lines = renderConsole(record(), { loudness: 'verbose' }).split('\n');
    expect(lines.slice(2, 9)).toEqual([
      '      rs:htu · 1 case at resource · MUST, RFC 9449 §4.3 (RFC9449-4.3-09a)',
      '      A proof made for one server or endpoint can be used at another, also by a server that has received it.',
      '      htu-other-path@resource: Accepted with 200, like the control that has no fault.',
      `      plan: ${plan}`,
      `      ${origin}`,
      '      proofmark replay record.ndjson t/htu-other-path@resource',
      `  fuzzing  ${tried}`,
    ]);
  });

  test('is in JUnit in a suite of its own, beside what was tried', () => {
    const xml = renderJunit(record());
    expect(xml.match(/<testsuite name="[^"]*" tests="\d+"/g)).toEqual(['<testsuite name="t / fuzzing" tests="2"']);
    expect(xml).toContain(`<system-out>${tried}</system-out>`);
    expect(xml).toContain(origin);
  });

  test('is in the page with its plan and origin, in JSON with its case', () => {
    const html = renderHtml(record());
    expect(html).toContain(`<p class="fuzzing"><b>Fuzzing</b> ${tried}</p>`);
    expect(html).toContain(JSON.stringify(origin));
    expect(html).toContain(JSON.stringify(plan));
    const { findings, targets } = JSON.parse(renderJson(record())) as Record<'findings' | 'targets', unknown[]>;
    expect(findings[0]).toMatchObject({ fuzz: found.fuzz, plan: found.plan });
    expect(targets[0]).toMatchObject({ fuzzing: [{ seed: 7, tried: 1000, unstable: 1 }] });
  });

  test('is in Markdown with its plan', () => {
    expect(renderMarkdown(record())).toContain(`\`${plan}\`, ${origin}`);
    expect(renderMarkdown(record())).toContain(`**Fuzzing** ${tried}`);
  });
});

describe('a campaign that found nothing', () => {
  test('is good where something was judged', () => {
    expect(gateOf(record({ findings: 0 }, none))).toMatchObject({ tone: 'good', caveats: [] });
  });

  test('is not good where nothing was, or where the target was lost', () => {
    const plans = { agrees: 0, either: 80, surprise: 0, unjudged: 900 };
    expect(gateOf(record({ plans }, none)).caveats).toEqual(['t: No case was judged.']);
    const lost = ['token: the target stopped answering'];
    expect(gateOf(record({ lost }, none))).toMatchObject({
      tone: 'unsure',
      caveats: ['t: Fuzzing could not go on at token: the target stopped answering.'],
    });
  });
});
