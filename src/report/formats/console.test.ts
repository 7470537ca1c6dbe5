import { describe, expect, test } from 'vitest';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { type Loudness, renderConsole } from './console.ts';
import { renderMarkdown } from './markdown.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());

describe('the console summary', () => {
  test('is short when all is well', () => {
    expect(renderConsole(green)).toMatchInlineSnapshot(`
      "reference conforms to RFC 9449 in all that was tried.

        all 6 cases that apply, fuzz seed 42
      Gate met, exit 0: 6 pass"
    `);
  });

  test('shows each problem that counts with its harm, its smallest evidence and its replay line, and the others in a line', () => {
    expect(renderConsole(mixed, { recordPath: 'out/record.ndjson' })).toMatchInlineSnapshot(`
      "reference conforms to RFC 9449 in all that was tried.

      shop does not conform to RFC 9449: 1 rule broken, probably 1 cause.
        fail  accepts a proof whose htu names another path
            rs:htu · 1 case at resource · MUST, RFC 9449 §4.3 (RFC9449-4.3-09a)
            A proof made for one server or endpoint can be used at another, also by a server that has received it.
            htu-other-path@resource: Accepted with 200, like the control that has no fault.
            proofmark replay out/record.ndjson shop/htu-other-path@resource
        warn  accepts a proof made an hour ahead  rs:iat · 1 case at resource · iat-hour-ahead@resource
        error  refuses or takes a large proof cleanly
            The connection was reset.
            proof-too-large@token
            proofmark replay out/record.ndjson shop/proof-too-large@token
        blocked  rejects a proof without ath beside an access token
            The control was throttled with 429: nothing can be concluded.
            ath-missing@resource
            proofmark replay out/record.ndjson shop/ath-missing@resource
        1 finding waived

        ! shop: 2 cases could not be judged.
        · 1 finding counts against the gate: 1 fail (it fails on fail).
        all 13 cases that apply, fuzz seed 42
      Gate not met, exit 1: 1 fail, 1 error, 1 blocked, 1 warn, 1 waived, 1 note, 6 pass, 1 skip"
    `);
  });

  test('spells out each finding of each problem where that is asked for, waived ones too', () => {
    const lines = renderConsole(mixed, { recordPath: 'out/record.ndjson', loudness: 'verbose' }).split('\n');
    expect(lines.filter((line) => line.includes('proofmark replay'))).toHaveLength(5);
    expect(lines).toContain('  fail, waived  accepts a proof that carries its private key');
    expect(lines).toContain('      waived: Known since 3.1, mended in 3.2 (SHOP-812). (until 2027-03-01)');
  });

  test('is one line where that is asked for, the last one of the others', () => {
    const quiet = renderConsole(mixed, { loudness: 'quiet' });
    const last = (loudness: Loudness) => renderConsole(mixed, { loudness }).split('\n').at(-1);
    expect([last('normal'), last('verbose')]).toEqual([quiet, quiet]);
    expect(quiet).toMatch(/^Gate not met, exit 1: /);
  });

  test('counts what it does not spell out', () => {
    expect(
      renderConsole(mixed, { maxFindings: 1 })
        .split('\n')
        .filter((line) => line.includes('more')),
    ).toEqual(['  … and 1 more problem: see the HTML report', '  … and 1 more: see the HTML report']);
  });

  test('says once why many could not be judged', () => {
    const reason = 'No access token: 401 invalid_client.';
    const events = largeRun(10).map((event) =>
      event.type === 'finding' && event.verdict === 'pass' ? { ...event, verdict: 'blocked' as const, reason } : event,
    );
    const record = foldRecord(events);
    expect(renderConsole(record).split('\n').slice(7, 11)).toMatchInlineSnapshot(`
      [
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
