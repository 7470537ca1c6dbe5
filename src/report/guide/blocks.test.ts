import { describe, expect, test } from 'vitest';
import { blocksOf } from './blocks.ts';

describe('the Markdown of the guide', () => {
  test('becomes headings with their anchors, paragraphs and lists; a line that goes on belongs to the one before', () => {
    const markdown = [
      '# Read a report',
      '',
      'One paragraph',
      'of two lines.',
      '## What was *not* judged?',
      '- a first item,',
      '  which goes on',
      '',
      '- a second',
      '1. the first step',
      '2. the second',
    ].join('\n');
    expect(blocksOf(markdown)).toEqual([
      { heading: { level: 2, id: 'guide-read-a-report', spans: [{ text: 'Read a report' }] } },
      { paragraph: [{ text: 'One paragraph of two lines.' }] },
      {
        heading: {
          level: 3,
          id: 'guide-what-was-not-judged',
          spans: [{ text: 'What was ' }, { text: 'not', isEmphasis: true }, { text: ' judged?' }],
        },
      },
      { bullets: [[{ text: 'a first item, which goes on' }], [{ text: 'a second' }]] },
      { numbers: [[{ text: 'the first step' }], [{ text: 'the second' }]] },
    ]);
  });

  test('becomes tables, of which a blank line is the end', () => {
    const markdown = '| verdict | meaning |\n|---|:-:|\n| `pass` | a \\| b |\n\n| other |\n|---|\n';
    expect(blocksOf(markdown)).toEqual([
      {
        table: {
          head: [[{ text: 'verdict' }], [{ text: 'meaning' }]],
          rows: [[[{ text: 'pass', isCode: true }], [{ text: 'a | b' }]]],
        },
      },
      { table: { head: [[{ text: 'other' }]], rows: [] } },
    ]);
  });

  test.each([
    ['a code block', '```sh\nnpm test\n```'],
    ['a nested list', '- one\n  - two'],
    ['a quotation', '> said'],
    ['a picture', 'See ![a report](report.png).'],
    ['a rule', 'text\n\n---'],
    ['HTML', 'a <b>tag</b>'],
    ['a backslash', String.raw`a \* star`],
    ['an indented paragraph', '- one\n\n  more of it'],
    ['a table without a rule below its head', '| a |\n| b |'],
  ])('is refused with %s, which the page would show raw', (what, markdown) => {
    expect(() => blocksOf(markdown)).toThrow(`the page cannot show ${what}: `);
  });

  test('may hold anything of that in code', () => {
    expect(blocksOf('`<b> \\ ![x]`')).toEqual([{ paragraph: [{ text: '<b> \\ ![x]', isCode: true }] }]);
  });
});
