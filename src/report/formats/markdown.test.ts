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

      **shop does not conform to RFC 9449 (1 of 2 targets).**

      > shop: 2 cases could not be judged.

      1 finding counts against the gate: 1 fail (it fails on fail).

      | target | fail | error | blocked | warn | waived | note | pass | skip |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: |
      | ✅ reference | 0 | 0 | 0 | 0 | 0 | 0 | 6 | 0 |
      | ❌ shop | 1 | 1 | 1 | 1 | 1 | 1 | 0 | 1 |

      ### reference

      **Fuzzing** 96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

      ### shop

      - **fail** accepts a proof whose htu names another path — \`rs:htu\` · \`RFC9449-4.3-09a\`  
        Accepted with 200, like the control that has no fault. A proof made for one server or endpoint can be used at another, also by a server that has received it.  
        Shown by \`htu-other-path@resource\` at resource: \`proofmark replay record.ndjson shop/htu-other-path@resource\`
      - **error** refuses or takes a large proof cleanly — \`proof-too-large@token\` · \`RFC9449-4.3-09a\`  
        The connection was reset.  
        \`proofmark replay record.ndjson shop/proof-too-large@token\`
      - **blocked** rejects a proof without ath beside an access token — \`ath-missing@resource\` · \`RFC9449-4.3-12a\`  
        The control was throttled with 429: nothing can be concluded.  
        \`proofmark replay record.ndjson shop/ath-missing@resource\`
      - **warn** accepts a proof made an hour ahead — \`rs:iat\` · \`RFC9449-4.3-11c\`  
        Accepted with 200, like the control that has no fault. A proof that was stolen, or was made ahead of its time, can be used for much longer than it should.  
        Shown by \`iat-hour-ahead@resource\` at resource: \`proofmark replay record.ndjson shop/iat-hour-ahead@resource\`

      <details><summary>1 waived</summary>

      - **fail, waived** accepts a proof that carries its private key — \`as:private-key\` · \`RFC9449-4.3-07a\`  
        Accepted with 200, like the control that has no fault. A client that gives its private key away is not stopped, and whoever sees its requests can make proofs.  
        Waived: Known since 3.1, mended in 3.2 (SHOP-812).  
        Shown by \`jwk-private-key@token\` at token: \`proofmark replay record.ndjson shop/jwk-private-key@token\`

      </details>

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
    expect(outsideCode.replaceAll(/<\/?(?:sub|details|summary)>|<!-- -->/g, ' ')).not.toMatch(
      /<|(?<!\\)\[|@\w|https?:/,
    );
  });

  test('fits into a step summary however much there is to say, and says that it was cut', () => {
    const many = Array.from({ length: 400 }, (_, index) => `${'name-'.repeat(60)}${index}`);
    const noisy = foldRecord([runStarted(many), runFinished({ message: '<&>'.repeat(300), staleWaivers: many })]);
    const whole = renderMarkdown(noisy, { maxBytes: Infinity });
    for (const maxBytes of [whole.length, 300_000, 20_000, 2000]) {
      const summary = renderMarkdown(noisy, { maxBytes });
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(maxBytes);
      expect(summary.startsWith('## ⚠️ DPoP conformance: not conclusive')).toBe(true);
      expect(summary.includes('This summary was cut')).toBe(maxBytes < Buffer.byteLength(whole));
    }
    expect(Buffer.byteLength(renderMarkdown(noisy))).toBeLessThanOrEqual(1_048_576);
  });
});
