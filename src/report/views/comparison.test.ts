import { describe, expect, test } from 'vitest';
import { comparedRun } from '../../../reports/comparison.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import { renderConsole } from '../formats/console.ts';
import { renderHtml } from '../formats/html.ts';
import { renderJson } from '../formats/json.ts';
import { renderMarkdown } from '../formats/markdown.ts';

const record = foldRecord(comparedRun());
const text =
  'a, b: 100 plans at token, 90 to be compared; 5 answered differently, of 2 kinds; 1 more not seen a second time; seed 3; ended: all plans were tried';

describe('a comparison of targets', () => {
  test('shows on the console which server alone accepts, what the judge thinks, and the breach before the policy', () => {
    expect(renderConsole(record).split('\n\n')[2]?.split('\n')).toEqual([
      `comparison  ${text}`,
      '  only a accepts',
      '    header typ is missing',
      '        token · must be refused (RFC9449-4.3-04a) · 3 more alike',
      '        a@token accepted, b@token refused',
      '        plan: [{"op":"header-remove","name":"typ"}]',
      '    the whole proof is made with another key of RS256',
      '        token · either answer is lawful: which keys and algorithms are taken',
      '        a@token accepted, b@token refused',
      '        plan: [{"op":"key","use":"other","alg":"RS256"}]',
    ]);
  });

  test('is in the page, in JSON and in Markdown, and is no verdict', () => {
    expect(renderHtml(record)).toContain('<h3>only a accepts</h3>');
    const { comparisons, counts } = JSON.parse(renderJson(record)) as {
      comparisons: readonly { seed: number }[];
      counts: Readonly<Record<string, number>>;
    };
    expect(comparisons.map(({ seed }) => seed)).toEqual([3]);
    expect(counts['fail']).toBe(0);
    expect(renderMarkdown(record)).toContain('- **only a accepts** header typ is missing');
  });
});
