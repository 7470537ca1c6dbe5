import { describe, expect, test } from 'vitest';
import { runFinished, runStarted } from '../../reports/record.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../reports/runs.fixture.ts';
import { foldRecord } from '../record/reader.ts';
import { renderConsole } from './console.ts';
import { renderHtml } from './html.ts';
import { renderJson, summaryOf } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { reportModel } from './model.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());
const empty = foldRecord([runStarted(['t']), runFinished()]);

describe('the console summary', () => {
  test('is short when all is well', () => {
    expect(renderConsole(green)).toBe('reference  6 pass\n\nGate met: 6 pass');
  });

  test('tells each finding with its reason and its replay line, worst first', () => {
    expect(renderConsole(mixed, { recordPath: 'out/record.ndjson' })).toMatchInlineSnapshot(`
      "reference  6 pass

      shop  1 fail, 1 error, 1 blocked, 1 warn, 1 waived, 1 note, 1 skip
        fail  rejects a proof whose htu names another path
            htu-other-path@resource · RFC9449-4.3-09a
            Accepted with 200, like the control that has no fault.
            proofmark replay out/record.ndjson shop/htu-other-path@resource
        error  refuses or takes a large proof cleanly
            proof-too-large@token · RFC9449-4.3-09a
            The connection was reset.
            proofmark replay out/record.ndjson shop/proof-too-large@token
        blocked  rejects a proof without ath beside an access token
            ath-missing@resource · RFC9449-4.3-12a
            The control was throttled with 429: nothing can be concluded.
            proofmark replay out/record.ndjson shop/ath-missing@resource
        warn  rejects a proof made an hour ahead
            iat-hour-ahead@resource · RFC9449-4.3-11c
            Accepted with 200, like the control that has no fault.
            proofmark replay out/record.ndjson shop/iat-hour-ahead@resource
        fail, waived  rejects a proof that carries its private key
            jwk-private-key@token · RFC9449-4.3-07a
            Accepted with 200, like the control that has no fault.
            waived: Known since 3.1, mended in 3.2 (SHOP-812).
            proofmark replay out/record.ndjson shop/jwk-private-key@token

      Gate not met: 1 fail, 1 error, 1 blocked, 1 warn, 1 waived, 1 note, 6 pass, 1 skip
        ! shop: 2 cases could not be judged."
    `);
  });

  test('counts what it does not spell out', () => {
    expect(
      renderConsole(mixed, { maxFindings: 1 })
        .split('\n')
        .filter((line) => line.includes('more')),
    ).toEqual(['  … and 4 more: see the HTML report or the record']);
  });

  test('tells once why many could not be judged', () => {
    const reason = 'No access token: 401 invalid_client.';
    const events = largeRun(10).map((event) =>
      event.type === 'finding' && event.verdict === 'pass' ? { ...event, verdict: 'blocked' as const, reason } : event,
    );
    const record = foldRecord(events);
    expect(renderConsole(record).split('\n').slice(5, 10)).toMatchInlineSnapshot(`
      [
        "  blocked  9 cases for the same reason",
        "      No access token: 401 invalid_client.",
        "      jwk-private-key-1@token, jwk-private-key-7@token, iat-hour-ahead-2@resource and 6 more",
        "      proofmark replay record.ndjson big/jwk-private-key-1@token",
        "",
      ]
    `);
    expect(renderMarkdown(record)).toContain('9 cases for the same reason');
  });

  test('lets no hostile text act on the terminal, with or without colours', () => {
    expect(renderConsole(hostile)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(renderConsole(hostile, { color: true }).replaceAll(/\u001B\[\d+m/g, '')).not.toMatch(
      /(?!\n)[\p{Cc}\p{Cf}]/u,
    );
    expect(renderConsole(green, { color: true })).toContain('\u001B[32m');
  });
});

describe('the JUnit report', () => {
  const total = (xml: string) => /<testsuites [^>]*>/.exec(xml)?.[0];

  test('counts failures, errors and skipped as CI servers do', () => {
    expect(total(renderJunit(mixed))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="13" failures="1" errors="2" skipped="2" time="0.094">"`,
    );
    expect(total(renderJunit(green))).toMatchInlineSnapshot(
      `"<testsuites name="proofmark" tests="6" failures="0" errors="0" skipped="0" time="0.043">"`,
    );
  });

  test('has an error where nothing was judged', () => {
    expect(renderJunit(empty)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="proofmark" tests="1" failures="0" errors="1" skipped="0" time="0.000">
        <testsuite name="run" tests="1" failures="0" errors="1" skipped="0" time="0.000" timestamp="2026-11-22T02:13:04.020Z">
          <testcase classname="proofmark.run" name="the run is conclusive (1)" time="0.000">
            <error type="error" message="t: No case was judged.">t: No case was judged.</error>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  test('is well-formed with hostile texts: no markup of theirs, no character that XML forbids', () => {
    const xml = renderJunit(hostile);
    expect(xml).not.toMatch(/(?![\n\t])\p{Cc}/u);
    const tags = [...xml.matchAll(/<\/?([^\s>/]*)/g)].map(([, name]) => name);
    expect(new Set(tags)).toEqual(
      new Set(['?xml', 'error', 'failure', 'skipped', 'system-out', 'testcase', 'testsuite', 'testsuites']),
    );
    expect(xml.replaceAll(/&(?:#x?[0-9A-Fa-f]+|lt|gt|amp|quot);/g, '')).not.toContain('&');
  });
});

describe('the JSON summary', () => {
  test('says of a green run that its gate is met', () => {
    const { gate, counts, run, summaryVersion } = summaryOf(reportModel(green));
    expect({ gate, counts, ended: run.ended, summaryVersion }).toEqual({
      gate: { isMet: true, result: 'Gate met', problems: [] },
      counts: { fail: 0, error: 0, blocked: 0, warn: 0, waived: 0, note: 0, pass: 6, skip: 0 },
      ended: 'complete',
      summaryVersion: 2,
    });
  });

  test('names the exchanges of a finding, and its waiver', () => {
    const { findings } = summaryOf(reportModel(mixed));
    const waived = findings.find(({ isWaived }) => isWaived);
    expect(waived).toMatchInlineSnapshot(`
      {
        "assertions": [
          {
            "exchange": "e2012",
            "expected": "a refusal",
            "got": "accepted with 200",
            "requirement": "RFC9449-4.3-07a",
            "verdict": "fail",
          },
        ],
        "attribution": null,
        "case": "jwk-private-key",
        "exchanges": [
          "e2011",
          "e2012",
          "e2013",
        ],
        "instance": "jwk-private-key@token",
        "isWaived": true,
        "ms": 7.2,
        "place": "token",
        "reason": "Accepted with 200, like the control that has no fault.",
        "replay": "proofmark replay record.ndjson shop/jwk-private-key@token",
        "requirements": [
          {
            "id": "RFC9449-4.3-07a",
            "role": "as",
          },
        ],
        "role": "as",
        "section": "RFC 9449 §4.3",
        "suite": "proof-checks",
        "target": "shop",
        "title": "rejects a proof that carries its private key",
        "verdict": "fail",
        "waiver": {
          "expires": "2027-03-01",
          "reason": "Known since 3.1, mended in 3.2 (SHOP-812).",
        },
      }
    `);
  });

  test('is one JSON document', () => {
    expect(JSON.parse(renderJson(mixed))).toEqual(summaryOf(reportModel(mixed)));
  });

  test('marks a run that was killed', () => {
    const { run, gate } = summaryOf(reportModel(foldRecord(mixedRun().slice(0, -1))));
    expect([run.ended, run.exitCode, run.finishedAt, gate.isMet]).toEqual(['killed', null, null, false]);
  });
});

describe('the Markdown summary', () => {
  test('has a table and the findings of each target', () => {
    expect(renderMarkdown(mixed)).toMatchInlineSnapshot(`
      "## ❌ DPoP conformance: gate not met

      > shop: 2 cases could not be judged.

      | target | fail | error | blocked | warn | waived | note | pass | skip |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: |
      | ✅ reference | 0 | 0 | 0 | 0 | 0 | 0 | 6 | 0 |
      | ❌ shop | 1 | 1 | 1 | 1 | 1 | 1 | 0 | 1 |

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
      - **fail (waived)** rejects a proof that carries its private key — \`jwk-private-key@token\` · \`RFC9449-4.3-07a\`  
        Accepted with 200, like the control that has no fault.  
        Waived: Known since 3.1, mended in 3.2 (SHOP-812).  
        \`proofmark replay record.ndjson shop/jwk-private-key@token\`

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

describe('the HTML report', () => {
  test('has no markup, script or comment of a hostile server in it', () => {
    const html = renderHtml(hostile);
    expect([...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script type="application/json" id="data">',
      '<script>',
    ]);
    expect([...html.matchAll(/<(?:img|!--)/g)]).toEqual([]);
    expect(html).not.toMatch(/[\u202E\u001B]/);
  });

  test('loads nothing and links nowhere but to the RFCs', () => {
    const html = renderHtml(mixed);
    expect(
      [...html.matchAll(/\s(?:src|href)="(?!#)([^"]*)"/g)]
        .map(([, url]) => url?.replace(/rfc\d.*/, ''))
        .filter((url) => url !== 'https://www.rfc-editor.org/rfc/'),
    ).toEqual([]);
    expect(html).toContain(`content="default-src &#x27;none&#x27;`.replaceAll('&#x27;', "'"));
  });

  test('says that an incomplete record is one', () => {
    expect(renderHtml(foldRecord(greenRun().slice(0, -1)))).toContain('<strong>Incomplete.</strong>');
    expect(renderHtml(green)).not.toContain('<strong>Incomplete.</strong>');
  });

  test('stays within its bound: the evidence of passed cases gives way first', () => {
    const record = foldRecord(largeRun(1200));
    const html = renderHtml(record, { maxDataCharacters: 150_000 });
    const data = /<script type="(.*?)" id="data">(.*?)<\/script>/s.exec(html);
    expect([data?.[1], (data?.[2]?.length ?? Infinity) <= 150_000]).toEqual(['application/gzip', true]);
  });
});
