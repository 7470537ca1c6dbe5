import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../../reports/record.fixture.ts';
import { hostileRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderMarkdown } from './markdown.ts';

const mixed = foldRecord(mixedRun());
const hostile = foldRecord(hostileRun());
const empty = foldRecord([runStarted(['t']), runFinished()]);

describe('the Markdown summary', () => {
  test('has a table and the findings of each target', () => {
    expect(renderMarkdown(mixed)).toMatchInlineSnapshot(`
      "## ❌ DPoP conformance: gate not met

      > shop: 2 cases could not be judged.

      1 finding counts against the gate: 1 fail (it fails on fail).

      | target | fail | error | blocked | warn | waived | note | pass | skip |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: |
      | ✅ reference | 0 | 0 | 0 | 0 | 0 | 0 | 6 | 0 |
      | ❌ shop | 1 | 1 | 1 | 1 | 1 | 1 | 0 | 1 |

      ### reference

      **Fuzzing** 96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

      ### shop

      - **fail** rejects a proof whose htu names another path — \`htu-other-path@resource\` · \`RFC9449-4.3-09a\`  
        Accepted with 200, like the control that has no fault.  
        \`proofmark replay record.ndjson shop/htu-other-path@resource\`
      - **error** refuses or takes a large proof cleanly — \`proof-too-large@token\` · \`RFC9449-4.3-09a\`  
        The connection was reset.  
        \`proofmark replay record.ndjson shop/proof-too-large@token\`
      - **blocked** rejects a proof without ath beside an access token — \`ath-missing@resource\` · \`RFC9449-4.3-12a\`  
        The control was throttled with 429: nothing can be concluded.  
        \`proofmark replay record.ndjson shop/ath-missing@resource\`
      - **warn** rejects a proof made an hour ahead — \`iat-hour-ahead@resource\` · \`RFC9449-4.3-11c\`  
        Accepted with 200, like the control that has no fault.  
        \`proofmark replay record.ndjson shop/iat-hour-ahead@resource\`
      - **fail, waived** rejects a proof that carries its private key — \`jwk-private-key@token\` · \`RFC9449-4.3-07a\`  
        Accepted with 200, like the control that has no fault.  
        Waived: Known since 3.1, mended in 3.2 (SHOP-812).  
        \`proofmark replay record.ndjson shop/jwk-private-key@token\`

      **Fuzzing** 96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

      <sub>Proofmark 0.1.0 · core · seed 42 · 2026-11-22T02:13:04.020Z</sub>
      "
    `);
  });

  test('shows no green sign where nothing was judged', () => {
    expect(renderMarkdown(empty)).not.toContain('✅');
  });

  test('lets no hostile text start a tag, a link or a mention', () => {
    const outsideCode = renderMarkdown(hostile)
      .replaceAll('\\`', '')
      .replaceAll(/(`+)[^`](?:(?!\1).)*?\1(?!`)/g, '');
    expect(outsideCode.replaceAll(/<\/?sub>|<!-- -->/g, ' ')).not.toMatch(/<|(?<!\\)\[|@\w|https?:/);
  });
});
