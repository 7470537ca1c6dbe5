import { describe, expect, test } from 'vitest';
import { greenRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderJson, summaryOf } from './json.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());

describe('the JSON summary', () => {
  test('says of a green run that its gate is met', () => {
    const { gate, scope, counts, run, summaryVersion } = summaryOf(green);
    expect({ gate, scope, counts, ended: run.ended, summaryVersion }).toEqual({
      gate: {
        isMet: true,
        result: 'Gate met',
        against: { fail: 0, warn: 0, crash: 0, skip: 0 },
        caveats: [],
        remarks: [],
      },
      scope: { isWhole: true, text: null, ran: 6, of: 6, why: [] },
      counts: { fail: 0, error: 0, blocked: 0, warn: 0, waived: 0, note: 0, pass: 6, skip: 0 },
      ended: 'complete',
      summaryVersion: 3,
    });
  });

  test('names the exchanges of a finding, and its waiver', () => {
    const { findings } = summaryOf(mixed);
    const waived = findings.find(({ isWaived }) => isWaived);
    expect(waived).toMatchInlineSnapshot(`
      {
        "against": null,
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
        "isCrash": false,
        "isNewSkip": false,
        "isWaived": true,
        "ms": 7.2,
        "place": "token",
        "problem": "as:private-key",
        "reason": "Accepted with 200, like the control that has no fault.",
        "replay": "proofmark replay record.ndjson shop/jwk-private-key@token",
        "requirements": [
          "RFC9449-4.3-07a",
        ],
        "role": "as",
        "section": "RFC 9449 §4.3",
        "suite": "proof-checks",
        "target": "shop",
        "title": "rejects a proof that carries its private key",
        "verdict": "fail",
        "waiver": {
          "expires": "2027-03-01",
          "link": null,
          "owner": null,
          "reason": "Known since 3.1, mended in 3.2 (SHOP-812).",
        },
      }
    `);
  });

  test('is one JSON document', () => {
    expect(JSON.parse(renderJson(mixed))).toEqual(summaryOf(mixed));
  });

  test('marks a run that was killed', () => {
    const { run, gate } = summaryOf(foldRecord(mixedRun().slice(0, -1)));
    expect([run.ended, run.exitCode, run.finishedAt, gate.isMet]).toEqual(['killed', null, null, false]);
  });
});
