import { describe, expect, test } from 'vitest';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderConsole } from './console.ts';
import { renderMarkdown } from './markdown.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());

describe('the console summary', () => {
  test('is short when all is well', () => {
    expect(renderConsole(green)).toMatchInlineSnapshot(`
      "reference  6 pass
        fuzzing  96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

      Gate met: 6 pass"
    `);
  });

  test('shows each finding with its reason and its replay line, worst first', () => {
    expect(renderConsole(mixed, { recordPath: 'out/record.ndjson' })).toMatchInlineSnapshot(`
      "reference  6 pass
        fuzzing  96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

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
        fuzzing  96 plans at token: 90 answered as they must be, 6 that may be answered either way; 300 requests, seed 42; nothing found; ended: all plans were tried

      Gate not met: 1 fail, 1 error, 1 blocked, 1 warn, 1 waived, 1 note, 6 pass, 1 skip
        ! shop: 2 cases could not be judged.
        · 1 finding counts against the gate: 1 fail (it fails on fail)."
    `);
  });

  test('counts what it does not spell out', () => {
    expect(
      renderConsole(mixed, { maxFindings: 1 })
        .split('\n')
        .filter((line) => line.includes('more')),
    ).toEqual(['  … and 4 more: see the HTML report or the record']);
  });

  test('says once why many could not be judged', () => {
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
